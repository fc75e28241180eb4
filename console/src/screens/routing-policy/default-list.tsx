import { Button, Group, Select, Stack, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { chainsQuery, modelsQuery } from '#api/resources'
import { OrderedList } from '#parts/ordered-list'
import { texts } from '#texts'
import type { Preset } from './presets.ts'
import { fill, PRESETS } from './presets.ts'

const { routingPolicy } = texts
const NAMES = Object.keys(PRESETS) as Preset[]

interface DefaultListProps {
  readonly list: readonly string[]
  readonly declared: boolean
  readonly onChange: (list: readonly string[]) => void
}

/** The models that are tried for every model without its own list. */
export function DefaultList({ list, declared, onChange }: DefaultListProps) {
  const models = useQuery(modelsQuery)
  const chains = useQuery(chainsQuery)
  const names = [...(models.data ?? []), ...(chains.data ?? [])].map(({ name }) => name)
  const use = (preset: Preset): void => {
    const { found, missing } = fill(preset, models.data ?? [])
    if (found.length > 0) onChange(found)
    if (missing.length > 0) notifications.show({ message: routingPolicy.presetMissing(missing.join(', ')) })
  }
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {routingPolicy.list}
      </Title>
      <Text size="sm" c="dimmed">
        {declared ? routingPolicy.declared : routingPolicy.listHint}
      </Text>
      {list.length === 0 && <Text size="sm">{routingPolicy.empty}</Text>}
      <OrderedList
        entries={list}
        idOf={(name) => name}
        nameOf={(name) => name}
        disabled={declared}
        onChange={onChange}
      >
        {(name) => (
          <Text size="sm" truncate>
            {name}
          </Text>
        )}
      </OrderedList>
      <Select
        placeholder={routingPolicy.add}
        aria-label={routingPolicy.add}
        data={[...new Set(names)].filter((name) => !list.includes(name))}
        value={null}
        searchable
        disabled={declared}
        onChange={(name) => name !== null && onChange([...list, name])}
        maw={420}
      />
      <Group gap="xs" mt={4}>
        <Text size="sm" c="dimmed">
          {routingPolicy.presets}
        </Text>
        {NAMES.map((preset) => (
          <Button
            key={preset}
            size="compact-sm"
            variant="default"
            disabled={declared}
            onClick={() => use(preset)}
          >
            {routingPolicy.preset[preset]}
          </Button>
        ))}
      </Group>
    </Stack>
  )
}
