import { Button, Group, NumberInput, SimpleGrid, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '#api/permissions'
import type { Settings } from '#api/resources'
import type { SettingsChange } from '#api/settings-changes'
import { changeSettings } from '#api/settings-changes'
import { useChange } from '#api/use-change'
import { confirm } from '#parts/confirm'
import { ErrorNote } from '#parts/error-note'
import { useUnsavedChanges } from '#parts/unsaved-changes'
import { texts } from '#texts'

const words = texts.workspace.retention
const NAMES = ['usageDays', 'eventsDays', 'rollupDays', 'configVersions'] as const
/** As the admin API takes them. */
const MOST = { usageDays: 36_500, eventsDays: 36_500, rollupDays: 36_500, configVersions: 1_000_000 } as const

type Kept = NonNullable<Settings['retention']>

/** For how long the store keeps things. */
export function Retention({ settings }: { readonly settings: Settings }) {
  const { retention } = settings
  if (retention === null) return <Text size="sm">{words.notHere}</Text>
  return <RetentionForm settings={settings} saved={retention} />
}

function RetentionForm({ settings, saved }: { readonly settings: Settings; readonly saved: Kept }) {
  const [draft, setDraft] = useState(saved)
  const may = useMay('settings:write')
  const save = useChange((body: SettingsChange) => changeSettings(settings, body), {
    done: texts.resources.saved,
  })
  const changed = NAMES.filter((name) => draft[name] !== saved[name])
  useUnsavedChanges(changed.length > 0 && !save.isSuccess)
  const submit = (): void => {
    const send = (): void =>
      save.mutate({ retention: Object.fromEntries(changed.map((name) => [name, draft[name]])) })
    if (!changed.some((name) => isShorter(draft[name], saved[name]))) send()
    else
      confirm({
        title: words.shorterTitle,
        text: words.shorterText,
        action: words.shorter,
        onConfirm: send,
      })
  }
  const isFixed = (name: keyof Kept): boolean => settings.declared.includes(`retention.${name}`)
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {NAMES.map((name) => (
          <NumberInput
            key={name}
            label={words[name]}
            description={`${words[`${name}Hint`]}${isFixed(name) ? ` ${texts.routingPolicy.declared}` : ''}`}
            placeholder={words.forEver}
            value={draft[name] ?? ''}
            min={1}
            max={MOST[name]}
            allowDecimal={false}
            thousandSeparator
            suffix={name === 'configVersions' ? words.versions : words.days}
            hideControls
            disabled={!may || isFixed(name)}
            onChange={(value) => setDraft({ ...draft, [name]: typeof value === 'number' ? value : null })}
          />
        ))}
      </SimpleGrid>
      {save.error !== null && <ErrorNote error={save.error} />}
      {may && (
        <Group>
          <Button disabled={changed.length === 0} loading={save.isPending} onClick={submit}>
            {texts.resources.save}
          </Button>
          <Button variant="default" disabled={changed.length === 0} onClick={() => setDraft(saved)}>
            {texts.resources.cancel}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

/** `null` is for ever. */
function isShorter(next: number | null, was: number | null): boolean {
  return next !== null && (was === null || next < was)
}
