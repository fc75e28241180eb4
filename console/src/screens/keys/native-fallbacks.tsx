import { ActionIcon, Button, Group, MultiSelect, Select, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { ENDPOINT_FAMILIES } from '@backstay/contract/vocabulary'
import { IconPlus, IconWand, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Model, ModelType } from '#api/resources'
import { modelsQuery, providersQuery } from '#api/resources'
import { texts } from '#texts'
import type { PolicyDraft } from './policy-draft.ts'

const { keyRouting } = texts
type Entries = PolicyDraft['nativeFallback']

interface NativeFallbacksProps {
  readonly type: ModelType
  readonly entries: Entries
  readonly onChange: (entries: Entries) => void
}

/** Fallbacks of provider-native endpoints, by endpoint family, provider or kind of provider. */
export function NativeFallbacks({ type, entries, onChange }: NativeFallbacksProps) {
  const models = useQuery(modelsQuery)
  const providers = useQuery(providersQuery)
  const ofType = (models.data ?? []).filter((model) => model.type === type)
  const families = [
    ...ENDPOINT_FAMILIES,
    ...(providers.data ?? []).flatMap(({ name, kind }) => [name, kind]),
    ...entries.map(({ family }) => family),
  ].filter((family) => family !== '')
  const put = (index: number, part: Partial<Entries[number]>): void => {
    onChange(entries.map((entry, at) => (at === index ? { ...entry, ...part } : entry)))
  }
  const detect = (): void => {
    const found = detected(ofType)
    onChange(found.length === 0 ? entries : found)
    const told = found.map(({ family }) => family).join(', ')
    notifications.show({
      message: found.length === 0 ? keyRouting.autoNothing : keyRouting.autoDetected(told),
    })
  }
  return (
    <Stack gap={6}>
      <Text fw={600} size="sm">
        {keyRouting.nativeFallback}
      </Text>
      <Text size="xs" c="dimmed">
        {keyRouting.nativeHint}
      </Text>
      {entries.map(({ family, models: names }, index) => (
        <Group key={index} align="flex-start" wrap="nowrap">
          <Select
            aria-label={keyRouting.nativeFamily}
            placeholder={keyRouting.nativeFamily}
            data={[...new Set(families)]}
            value={family === '' ? null : family}
            searchable
            allowDeselect={false}
            w={180}
            onChange={(chosen) => put(index, { family: chosen ?? '' })}
          />
          <MultiSelect
            aria-label={keyRouting.nativeModels}
            placeholder={names.length === 0 ? keyRouting.nativeModels : undefined}
            data={[...new Set([...ofType.map(({ name }) => name), ...names])]}
            value={names}
            searchable
            flex={1}
            onChange={(chosen) => put(index, { models: chosen })}
          />
          <ActionIcon
            variant="subtle"
            color="red"
            size="lg"
            aria-label={texts.resources.lists.remove(family)}
            onClick={() => onChange(entries.filter((_, at) => at !== index))}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange([...entries, { family: '', models: [] }])}
        >
          {keyRouting.nativeAdd}
        </Button>
        <Button variant="default" size="xs" leftSection={<IconWand size={14} aria-hidden />} onClick={detect}>
          {keyRouting.autoDetect}
        </Button>
      </Group>
    </Stack>
  )
}

/** For every kind of provider the models of this type that it serves, where there are at least two to choose from. */
function detected(models: readonly Model[]): Entries {
  const byKind = new Map<string, string[]>()
  for (const { name, deployments } of models) {
    for (const kind of new Set(deployments.map((one) => one.kind))) {
      byKind.set(kind, [...(byKind.get(kind) ?? []), name])
    }
  }
  return [...byKind]
    .filter(([, names]) => names.length > 1)
    .map(([family, names]) => ({ family, models: names }))
}
