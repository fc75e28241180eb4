import { Button, Group, NumberInput, Select, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { healthQuery, keysQuery } from '#api/queries'
import { texts } from '#texts'
import type { UsageFilter } from './usage-filter.ts'
import { isNarrowed } from './usage-filter.ts'

interface UsageFiltersProps {
  readonly filter: UsageFilter
  readonly onChange: (filter: UsageFilter) => void
}

const words = texts.usage.filters

/** What narrows the list down. */
export function UsageFilters({ filter, onChange }: UsageFiltersProps) {
  const { data: health } = useQuery(healthQuery)
  const { data: keys } = useQuery(keysQuery)
  const deployments = health?.deployments ?? []
  const models = unique([...deployments.map(({ model }) => model), filter.model])
  const providers = unique([...deployments.map(({ provider }) => provider), filter.provider])
  const names = unique([...(keys ?? []).map(({ name }) => name), filter.key])
  const set = (change: UsageFilter): void => onChange({ ...filter, ...change })
  return (
    <Group component="search" gap="sm" align="flex-end" aria-label={words.label}>
      <Select
        label={words.range}
        data={Object.entries(words.ranges).map(([value, label]) => ({ value, label }))}
        value={filter.range ?? 'day'}
        onChange={(range) => set({ range: range ?? 'day' })}
        allowDeselect={false}
        w={145}
      />
      <Select
        label={words.outcome}
        data={Object.entries(words.outcomes).map(([value, label]) => ({ value, label }))}
        value={filter.outcome ?? 'all'}
        onChange={(outcome) => set({ outcome: outcome === 'all' ? undefined : (outcome ?? undefined) })}
        allowDeselect={false}
        w={115}
      />
      <NumberInput
        label={words.status}
        placeholder={words.any}
        value={filter.status ?? ''}
        onChange={(value) => {
          const status = Number(value)
          if (value === '') set({ status: undefined })
          else if (status >= 100 && status <= 599) set({ status })
        }}
        hideControls
        w={80}
      />
      <Choice label={words.model} values={models} value={filter.model} onChange={(model) => set({ model })} />
      <Choice
        label={words.provider}
        values={providers}
        value={filter.provider}
        onChange={(provider) => set({ provider })}
      />
      <Choice label={words.key} values={names} value={filter.key} onChange={(key) => set({ key })} />
      <Switch
        label={words.routed}
        checked={filter.routed ?? false}
        onChange={(event) => set({ routed: event.currentTarget.checked ? true : undefined })}
        pb={8}
      />
      {isNarrowed(filter) && <ClearFilters onClear={() => onChange({})} />}
    </Group>
  )
}

/** Shows everything again. */
export function ClearFilters({ onClear }: { readonly onClear: () => void }) {
  return (
    <Button variant="default" onClick={onClear}>
      {words.clear}
    </Button>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly values: readonly string[]
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}

function Choice({ label, values, value, onChange }: ChoiceProps) {
  return (
    <Select
      label={label}
      placeholder={words.any}
      data={values}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
      searchable
      clearable
      limit={100}
      w={160}
    />
  )
}

function unique(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))].toSorted()
}
