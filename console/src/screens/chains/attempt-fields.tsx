import { Checkbox, Group, NumberInput, Select, SimpleGrid, Stack, Text } from '@mantine/core'
import { STRATEGIES } from '@backstay/contract/vocabulary'
import type { ChainBody } from '#api/chains'
import { texts } from '#texts'
import { withoutGaps } from './chain-body.ts'

const words = texts.chainEditor.attempts

interface FieldsProps {
  readonly body: ChainBody
  readonly onChange: (part: Partial<ChainBody>) => void
}

/** How often and in which order steps are tried, and what happens to streams that break. */
export function AttemptFields(props: FieldsProps) {
  return (
    <Stack gap="md">
      <Retry {...props} />
      <Streams {...props} />
      <Order {...props} />
      <Kept {...props} />
    </Stack>
  )
}

interface NumberProps {
  readonly label: string
  readonly placeholder: string
  readonly value: number | undefined
  readonly suffix?: string
  readonly max?: number
  readonly min?: number
  readonly onChange: (value: number | undefined) => void
}

function Amount({ value, onChange, min = 0, ...props }: NumberProps) {
  return (
    <NumberInput
      {...props}
      value={value ?? ''}
      min={min}
      allowDecimal={false}
      thousandSeparator
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
    />
  )
}

const BACKOFFS = ['exponential', 'fixed', 'none'] as const

function Retry({ body, onChange }: FieldsProps) {
  const { retry = {} } = body
  const change = (part: Partial<typeof retry>): void => {
    const next = withoutGaps({ ...retry, ...part })
    onChange({ retry: Object.keys(next).length === 0 ? undefined : next })
  }
  return (
    <Stack gap={6}>
      <Text fw={600}>{words.retry}</Text>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="md">
        <Amount
          label={words.maxAttempts}
          placeholder="1"
          value={retry.maxAttempts}
          min={1}
          max={20}
          onChange={(maxAttempts) => change({ maxAttempts })}
        />
        <Select
          label={words.backoff}
          data={[
            { value: '', label: words.usual },
            ...BACKOFFS.map((value) => ({ value, label: words.backoffs[value] })),
          ]}
          value={retry.backoff ?? ''}
          allowDeselect={false}
          onChange={(backoff) => change({ backoff: BACKOFFS.find((one) => one === backoff) })}
        />
        <Amount
          label={words.base}
          placeholder="250 ms"
          suffix=" ms"
          value={retry.baseMs}
          onChange={(baseMs) => change({ baseMs })}
        />
        <Amount
          label={words.most}
          placeholder="8,000 ms"
          suffix=" ms"
          value={retry.maxMs}
          onChange={(maxMs) => change({ maxMs })}
        />
      </SimpleGrid>
    </Stack>
  )
}

const MODES = ['continue', 'error', 'buffer'] as const

function Streams({ body, onChange }: FieldsProps) {
  const { midStream, bufferTokens, bufferMs, buffer } = body
  const written = typeof midStream === 'string' ? { mode: midStream } : midStream
  const mode = written?.mode
  // Where it was written as a section of its own, what it says of buffers goes along.
  const put = (next: (typeof MODES)[number] | undefined, instructed: boolean): void => {
    const { mode: _, instructed: __, ...section } = { instructed: false, ...written }
    if (next === undefined) onChange({ midStream: undefined })
    else if (!instructed && Object.keys(section).length === 0) onChange({ midStream: next })
    else onChange({ midStream: { ...section, mode: next, ...(instructed && { instructed }) } })
  }
  return (
    <Stack gap={6}>
      <Text fw={600}>{words.midStream}</Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <Select
          label={words.mode}
          description={words.modeHints[mode ?? 'usual']}
          data={[
            { value: '', label: words.usual },
            ...MODES.map((value) => ({ value, label: words.modes[value] })),
          ]}
          value={mode ?? ''}
          allowDeselect={false}
          onChange={(next) =>
            put(
              MODES.find((one) => one === next),
              false,
            )
          }
        />
        {mode === 'continue' && (
          <Checkbox
            mt={{ base: 0, sm: 30 }}
            label={words.instructed}
            description={words.instructedHint}
            checked={written?.instructed === true}
            onChange={(event) => put(mode, event.currentTarget.checked)}
          />
        )}
        {mode === 'buffer' && (
          <Stack gap="xs">
            <Group grow align="flex-start">
              <Amount
                label={words.bufferTokens}
                placeholder="32"
                min={1}
                value={bufferTokens}
                onChange={(value) => onChange({ bufferTokens: value })}
              />
              <Amount
                label={words.bufferMs}
                placeholder="1,000 ms"
                suffix=" ms"
                min={1}
                value={bufferMs}
                onChange={(value) => onChange({ bufferMs: value })}
              />
            </Group>
            <Checkbox
              label={words.bufferAll}
              checked={buffer === 'all'}
              onChange={(event) => onChange({ buffer: event.currentTarget.checked ? 'all' : undefined })}
            />
          </Stack>
        )}
      </SimpleGrid>
    </Stack>
  )
}

function Order({ body, onChange }: FieldsProps) {
  const { strategy = 'failover', hedge } = body
  const kind = hedge === undefined ? '' : hedge.after === 'p95' ? 'p95' : 'ms'
  return (
    <Stack gap={6}>
      <Text fw={600}>{words.order}</Text>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md">
        <Select
          label={texts.chains.strategy}
          data={STRATEGIES.map((value) => ({ value, label: texts.keyRouting.strategies[value] }))}
          value={strategy}
          allowDeselect={false}
          onChange={(next) =>
            onChange({ strategy: STRATEGIES.find((one) => one === next && one !== 'failover') })
          }
        />
        <Select
          label={words.hedge}
          data={[
            { value: '', label: words.noHedge },
            { value: 'p95', label: words.hedgeP95 },
            { value: 'ms', label: words.hedgeMs },
          ]}
          value={kind}
          allowDeselect={false}
          onChange={(next) =>
            onChange({
              hedge:
                next === '' || next === null
                  ? undefined
                  : { ...hedge, after: next === 'p95' ? 'p95' : HEDGE_MS },
            })
          }
        />
        {kind === 'ms' && (
          <Amount
            label={words.hedgeAfter}
            placeholder="800 ms"
            suffix=" ms"
            min={1}
            value={typeof hedge?.after === 'number' ? hedge.after : undefined}
            onChange={(after) => onChange({ hedge: { ...hedge, after: after ?? HEDGE_MS } })}
          />
        )}
      </SimpleGrid>
    </Stack>
  )
}

const HEDGE_MS = 800
const BY_YAML = ['require', 'timeouts', 'routing'] as const

/** What the form has no field for stays as it is. */
function Kept({ body }: FieldsProps) {
  const kept = BY_YAML.filter((member) => body[member] !== undefined)
  return (
    <Text size="xs" c="dimmed">
      {kept.length === 0 ? words.inYaml : words.kept(kept.join(', '))}
    </Text>
  )
}
