import { Group, MultiSelect, NumberInput, Select, TagsInput, Text } from '@mantine/core'
import { PLAIN_QUALITY_CHECKS, STRATEGIES } from '@backstay/contract/vocabulary'
import { useQuery } from '@tanstack/react-query'
import { healthQuery } from '#api/queries'
import { modelsQuery } from '#api/resources'
import { texts } from '#texts'
import type { TriggerEntry, TriggerKind } from './trigger-entries.ts'

const words = texts.chainEditor.triggers.fields
const PERCENTILES = ['p50', 'p75', 'p90', 'p95', 'p99']

interface FieldsProps {
  readonly entry: TriggerEntry
  readonly onChange: (entry: TriggerEntry) => void
}

/** What can be said of a trigger, beside that it is on. */
export function TriggerFields({ kind, ...props }: FieldsProps & { readonly kind: TriggerKind }) {
  const Fields = FIELDS[kind]
  if (Fields === undefined) return null
  return (
    <Group align="flex-start" gap="sm" mt="xs" ml={{ base: 0, sm: 32 }}>
      <Fields {...props} />
    </Group>
  )
}

const FIELDS: Partial<Record<TriggerKind, (props: FieldsProps) => React.ReactNode>> = {
  rate_limit: (props) => <Share {...props} label={words.ofLimit} placeholder="100 %" />,
  latency: LatencyFields,
  error_rate: ErrorRateFields,
  cost: CostFields,
  quality: QualityFields,
  region: RegionFields,
  load: LoadFields,
}

interface FieldProps extends FieldsProps {
  readonly label: string
  readonly placeholder?: string
}

/** A share between 0 and 1, written in percent. */
function Share({ entry, onChange, label, placeholder }: FieldProps) {
  const { threshold } = entry
  return (
    <NumberInput
      label={label}
      placeholder={placeholder}
      value={typeof threshold === 'number' ? inPercent(threshold) : ''}
      min={0}
      max={100}
      suffix=" %"
      size="xs"
      w={180}
      onChange={(value) =>
        onChange({ ...entry, threshold: typeof value === 'number' ? value / 100 : undefined })
      }
    />
  )
}

/** Without what floating point adds to it. */
function inPercent(share: number): number {
  return Number((share * 100).toFixed(6))
}

interface AmountProps extends FieldProps {
  readonly field: string
  readonly suffix?: string
  readonly step?: number
}

function Amount({ entry, onChange, label, placeholder, field, suffix, step = 1 }: AmountProps) {
  const value = entry[field]
  return (
    <NumberInput
      label={label}
      placeholder={placeholder}
      value={typeof value === 'number' ? value : ''}
      min={1}
      step={step}
      allowDecimal={false}
      thousandSeparator
      suffix={suffix}
      size="xs"
      w={180}
      onChange={(next) => onChange({ ...entry, [field]: typeof next === 'number' ? next : undefined })}
    />
  )
}

function LatencyFields(props: FieldsProps) {
  const { entry, onChange } = props
  const { percentile } = entry
  const chosen = typeof percentile === 'string' || typeof percentile === 'number' ? String(percentile) : ''
  return (
    <>
      <Amount
        {...props}
        field="thresholdMs"
        label={words.threshold}
        placeholder={words.usualLimits}
        suffix=" ms"
        step={500}
      />
      <Select
        label={words.percentile}
        data={[
          { value: '', label: words.noPercentile },
          ...[...new Set([...PERCENTILES, chosen])].filter((one) => one !== ''),
        ]}
        value={chosen}
        allowDeselect={false}
        size="xs"
        w={260}
        onChange={(value) =>
          onChange({
            ...entry,
            percentile:
              value === null || value === ''
                ? undefined
                : PERCENTILES.includes(value)
                  ? value
                  : Number(value),
          })
        }
      />
    </>
  )
}

function ErrorRateFields(props: FieldsProps) {
  return (
    <>
      <Share {...props} label={words.ofRequests} placeholder={words.itsOwn} />
      <Amount {...props} field="windowS" label={words.window} placeholder="60 s" suffix=" s" step={10} />
      <Amount {...props} field="minRequests" label={words.minRequests} placeholder="20" />
    </>
  )
}

function CostFields(props: FieldsProps) {
  const { entry, onChange } = props
  const { data: models = [] } = useQuery(modelsQuery)
  const to = typeof entry['to'] === 'string' ? entry['to'] : ''
  const names = models.map(({ name }) => name)
  return (
    <>
      <Share {...props} label={words.ofBudget} placeholder="80 %" />
      <Select
        label={words.to}
        data={[
          { value: '', label: words.cheapest },
          ...new Set([...names, to].filter((name) => name !== '')),
        ]}
        value={to}
        allowDeselect={false}
        searchable
        size="xs"
        w={260}
        onChange={(name) => onChange({ ...entry, to: name === null || name === '' ? undefined : name })}
      />
    </>
  )
}

function QualityFields({ entry, onChange }: FieldsProps) {
  const checks: readonly unknown[] = Array.isArray(entry['checks']) ? entry['checks'] : []
  const isPlain = (check: unknown): check is string => typeof check === 'string'
  const others = checks.filter((check) => !isPlain(check)) as readonly { readonly type: string }[]
  const { threshold } = entry
  return (
    <>
      <MultiSelect
        label={words.checks}
        placeholder={checks.length === 0 ? words.usualChecks : undefined}
        data={PLAIN_QUALITY_CHECKS.map((name) => ({ value: name, label: name.replaceAll('_', ' ') }))}
        value={checks.filter(isPlain)}
        size="xs"
        miw={260}
        flex={1}
        onChange={(names) => {
          const next = [...names, ...others]
          onChange({ ...entry, checks: next.length === 0 ? undefined : next })
        }}
      />
      <NumberInput
        label={words.score}
        placeholder={words.noScore}
        value={typeof threshold === 'number' ? threshold : ''}
        min={0}
        max={1}
        step={0.05}
        size="xs"
        w={220}
        onChange={(value) => onChange({ ...entry, threshold: typeof value === 'number' ? value : undefined })}
      />
      {others.length > 0 && (
        <Text size="xs" c="dimmed" w="100%">
          {words.otherChecks(others.map(({ type }) => type.replaceAll('_', ' ')).join(', '))}
        </Text>
      )}
    </>
  )
}

function RegionFields({ entry, onChange }: FieldsProps) {
  const { data: health } = useQuery(healthQuery)
  const known = [...new Set(health?.deployments.flatMap(({ region }) => region ?? []))]
  return (['prefer', 'allow'] as const).map((field) => (
    <TagsInput
      key={field}
      label={words[field]}
      data={known}
      value={Array.isArray(entry[field]) ? (entry[field] as string[]) : []}
      size="xs"
      miw={220}
      flex={1}
      onChange={(regions) => onChange({ ...entry, [field]: regions.length === 0 ? undefined : regions })}
    />
  ))
}

function LoadFields({ entry, onChange }: FieldsProps) {
  return (
    <Select
      label={words.strategy}
      data={[
        { value: '', label: words.usualStrategy },
        ...STRATEGIES.map((value) => ({ value, label: texts.keyRouting.strategies[value] })),
      ]}
      value={typeof entry['strategy'] === 'string' ? entry['strategy'] : ''}
      allowDeselect={false}
      size="xs"
      w={320}
      onChange={(strategy) =>
        onChange({ ...entry, strategy: strategy === null || strategy === '' ? undefined : strategy })
      }
    />
  )
}
