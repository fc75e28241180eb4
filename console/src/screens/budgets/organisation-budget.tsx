import { Button, Card, Group, NumberInput, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Settings } from '#api/resources'
import type { SettingsChange } from '#api/settings-changes'
import { changeSettings } from '#api/settings-changes'
import { useChange } from '#api/use-change'
import { ErrorNote } from '#parts/error-note'
import { texts } from '#texts'

const { form } = texts.keys

/** Sets the budget of the organisation. */
export function OrganisationBudget({ settings }: { readonly settings: Settings }) {
  const { budget } = settings.organisation
  const declared = settings.declared.includes('organisation.budget')
  const [limit, setLimit] = useState<number | ''>(budget?.usd ?? '')
  const [per, setPer] = useState<string>(budget?.per ?? 'month')
  const [atLimit, setAtLimit] = useState<string>(budget?.atLimit ?? 'block')
  const save = useChange(
    () => {
      const next = limit === '' ? null : { usd: limit, per, atLimit }
      return changeSettings(settings, { organisation: { budget: next } } as SettingsChange)
    },
    { done: texts.resources.saved },
  )
  const same =
    limit === (budget?.usd ?? '') &&
    per === (budget?.per ?? 'month') &&
    atLimit === (budget?.atLimit ?? 'block')
  return (
    <Card withBorder component="section" aria-label={texts.budgets.set}>
      <Stack gap="sm">
        <Text fw={600}>{texts.budgets.set}</Text>
        {declared && (
          <Text size="sm" c="dimmed">
            {texts.routingPolicy.declared}
          </Text>
        )}
        <Group align="flex-start">
          <NumberInput
            label={texts.budgets.usd}
            description={texts.budgets.usdHint}
            inputWrapperOrder={['label', 'input', 'description']}
            value={limit}
            min={0}
            prefix="$"
            thousandSeparator
            hideControls
            disabled={declared}
            onChange={(value) => setLimit(typeof value === 'number' ? value : '')}
          />
          <Select
            label={form.per}
            data={Object.entries(form.periods).map(([value, label]) => ({ value, label }))}
            value={per}
            allowDeselect={false}
            disabled={declared}
            onChange={(value) => setPer(value ?? 'month')}
          />
          <Select
            label={form.atLimit}
            data={Object.entries(form.atLimits).map(([value, label]) => ({ value, label }))}
            value={atLimit}
            allowDeselect={false}
            disabled={declared}
            onChange={(value) => setAtLimit(value ?? 'block')}
          />
        </Group>
        {save.error !== null && <ErrorNote error={save.error} />}
        <Group>
          <Button disabled={declared || same} loading={save.isPending} onClick={() => save.mutate(undefined)}>
            {texts.resources.save}
          </Button>
        </Group>
      </Stack>
    </Card>
  )
}
