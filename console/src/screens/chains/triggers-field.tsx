import { Checkbox, MultiSelect, Paper, Stack, Text } from '@mantine/core'
import type { ChainBody } from '#api/chains'
import { texts } from '#texts'
import type { TriggerEntry, TriggerKind } from './trigger-entries.ts'
import {
  entriesOf,
  isOn,
  OTHER_TRIGGERS,
  put,
  switched,
  TRIGGER_KINDS,
  triggersOf,
} from './trigger-entries.ts'
import { TriggerFields } from './trigger-fields.tsx'

const words = texts.chainEditor.triggers

interface TriggersFieldProps {
  readonly triggers: ChainBody['triggers']
  readonly disabled: boolean
  readonly onChange: (triggers: ChainBody['triggers']) => void
}

/** What lets a request move on, each with what can be said of it. */
export function TriggersField({ triggers, disabled, onChange }: TriggersFieldProps) {
  const entries = entriesOf(triggers)
  const change = (next: readonly TriggerEntry[]): void => onChange(triggersOf(next))
  // Where nothing can be changed, what is off says nothing.
  const shown = TRIGGER_KINDS.filter(
    (kind) => !disabled || entries.some((entry) => entry.type === kind && isOn(entry)),
  )
  const others = entries.filter((entry) => OTHER_TRIGGERS.includes(entry.type) && isOn(entry))
  return (
    <Stack gap={6}>
      <Text fw={600}>{words.title}</Text>
      <Text size="xs" c="dimmed">
        {entries.some(isOn) ? words.hint : words.usual}
      </Text>
      {shown.map((kind) => (
        <Kind
          key={kind}
          kind={kind}
          entry={entries.find(({ type }) => type === kind)}
          onSwitch={(on) => change(switched(entries, kind, on))}
          onChange={(entry) => change(put(entries, entry))}
        />
      ))}
      {(!disabled || others.length > 0) && (
        <MultiSelect
          mt="xs"
          label={words.others}
          description={words.othersHint}
          data={OTHER_TRIGGERS.map((name) => ({ value: name, label: name.replaceAll('_', ' ') }))}
          value={others.map(({ type }) => type)}
          searchable
          hidePickedOptions
          onChange={(names) => {
            const gone = others.map(({ type }) => type).filter((type) => !names.includes(type))
            const without = gone.reduce((left, type) => switched(left, type, false), entries)
            change(names.reduce((all, type) => switched(all, type, true), without))
          }}
        />
      )}
    </Stack>
  )
}

interface KindProps {
  readonly kind: TriggerKind
  readonly entry: TriggerEntry | undefined
  readonly onSwitch: (on: boolean) => void
  readonly onChange: (entry: TriggerEntry) => void
}

function Kind({ kind, entry, onSwitch, onChange }: KindProps) {
  const on = isOn(entry)
  return (
    <Paper withBorder px="sm" py="xs" component="section" aria-label={words.kinds[kind].label}>
      <Checkbox
        label={words.kinds[kind].label}
        description={words.kinds[kind].about}
        checked={on}
        onChange={(event) => onSwitch(event.currentTarget.checked)}
      />
      {on && <TriggerFields kind={kind} entry={entry} onChange={onChange} />}
    </Paper>
  )
}
