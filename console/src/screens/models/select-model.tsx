import {
  Avatar,
  Badge,
  Button,
  Card,
  Group,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  UnstyledButton,
} from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPencil, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CatalogModel } from '#api/model-changes'
import { catalogQuery } from '#api/model-changes'
import { size, usd } from '#format/figures'
import { Loaded } from '#parts/loaded'
import { texts } from '#texts'

const { select } = texts.wizard
const TYPING_MS = 200

interface SelectModelProps {
  readonly onSelect: (model: CatalogModel) => void
  readonly onManual: () => void
}

/** The first step: a model of the catalog, or one of one's own. */
export function SelectModel({ onSelect, onManual }: SelectModelProps) {
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search.trim(), TYPING_MS)
  const catalog = useQuery(catalogQuery(asked))
  return (
    <Stack gap="md">
      <Group align="flex-end" justify="space-between">
        <TextInput
          label={select.search}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
          flex="1 1 240px"
          maw={420}
          data-autofocus
        />
        <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={onManual}>
          {select.manual}
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {select.manualHint} {select.prices}
      </Text>
      <Loaded query={catalog}>
        {({ data, providers }) => {
          if (data.length === 0) return <Text size="sm">{select.none}</Text>
          const marks = new Map(providers.map(({ provider, name, mark }) => [provider, { name, mark }]))
          return (
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="xs">
              {data.map((model) => (
                <Choice
                  key={model.id}
                  model={model}
                  provider={marks.get(model.provider) ?? { name: model.provider, mark: '?' }}
                  onSelect={() => onSelect(model)}
                />
              ))}
            </SimpleGrid>
          )
        }}
      </Loaded>
    </Stack>
  )
}

interface ChoiceProps {
  readonly model: CatalogModel
  readonly provider: { readonly name: string; readonly mark: string }
  readonly onSelect: () => void
}

function Choice({ model, provider, onSelect }: ChoiceProps) {
  const { price, contextWindow } = model
  return (
    <UnstyledButton onClick={onSelect} h="100%">
      <Card withBorder padding="sm" h="100%">
        <Group wrap="nowrap" gap="sm" align="flex-start">
          <Avatar radius="sm" color="initials" name={provider.name} aria-hidden>
            {provider.mark}
          </Avatar>
          <Stack gap={2} miw={0}>
            <Text fw={600} size="sm" truncate title={model.id}>
              {model.name}
            </Text>
            <Text size="xs" c="dimmed" truncate>
              {provider.name} · {model.model}
            </Text>
            <Text size="xs" c="dimmed">
              {[
                contextWindow === null ? null : select.context(size(contextWindow)),
                price === null ? null : select.price(usd(price.input), usd(price.output)),
              ]
                .filter((part) => part !== null)
                .join(' · ')}
            </Text>
            {model.deprecated && (
              <Badge size="xs" color="orange" variant="light" tt="none">
                {select.deprecated}
              </Badge>
            )}
          </Stack>
        </Group>
      </Card>
    </UnstyledButton>
  )
}
