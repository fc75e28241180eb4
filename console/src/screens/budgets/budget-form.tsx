import { Button, Group, Modal, NumberInput, Radio, Select, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { BudgetOwner, BudgetTerms } from '#api/budget-changes'
import { changeBudget } from '#api/budget-changes'
import { useChange } from '#api/use-change'
import { ErrorNote } from '#parts/error-note'
import { texts } from '#texts'

const words = texts.budgets
const { periods } = texts.keys.form
/** What a budget is part of. */
const CHANGED = ['settings', 'apikeys']
const PERIODS = Object.keys(periods) as BudgetTerms['per'][]

/** Somebody who has a budget, or may be given one. */
export interface BudgetHolder {
  readonly name: string
  readonly owner: BudgetOwner
  /** `null`: none yet. */
  readonly terms: BudgetTerms | null
}

interface BudgetFormProps {
  /** To choose from; a single one is what it is about. */
  readonly holders: readonly [BudgetHolder, ...BudgetHolder[]]
  readonly onClose: () => void
}

/** Sets a budget, changes it, or takes it away. */
export function BudgetForm({ holders, onClose }: BudgetFormProps) {
  const queries = useQueryClient()
  const [name, setName] = useState(holders[0].name)
  const holder = holders.find((one) => one.name === name) ?? holders[0]
  const [usd, setUsd] = useState<number | ''>(holder.terms?.usd ?? '')
  const [per, setPer] = useState<BudgetTerms['per']>(holder.terms?.per ?? 'month')
  const [atLimit, setAtLimit] = useState<BudgetTerms['atLimit']>(holder.terms?.atLimit ?? 'block')
  const save = useChange((terms: BudgetTerms | null) => changeBudget(holder.owner, terms), {
    done: texts.resources.saved,
    onSuccess: onClose,
    // Somebody else may have been faster: the next try goes by what they made of it.
    onError: () =>
      void queries.invalidateQueries({ predicate: ({ queryKey }) => CHANGED.includes(String(queryKey[0])) }),
  })
  return (
    <Modal opened onClose={onClose} title={holder.terms === null ? words.add : words.edit(holder.name)}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (usd !== '') save.mutate({ usd, per, atLimit })
        }}
      >
        <Stack>
          {holders.length > 1 && (
            <Select
              label={words.whose}
              data={holders.map((one) => one.name)}
              value={holder.name}
              allowDeselect={false}
              searchable
              onChange={(chosen) => setName(chosen ?? holder.name)}
            />
          )}
          <Group grow align="flex-start">
            <NumberInput
              label={words.usd}
              value={usd}
              min={0}
              prefix="$"
              thousandSeparator
              hideControls
              required
              data-autofocus
              onChange={(value) => setUsd(typeof value === 'number' ? value : '')}
            />
            <Select
              label={texts.keys.form.per}
              data={PERIODS.map((value) => ({ value, label: periods[value] }))}
              value={per}
              allowDeselect={false}
              onChange={(value) => setPer(PERIODS.find((one) => one === value) ?? 'month')}
            />
          </Group>
          <Radio.Group
            label={texts.keys.form.atLimit}
            value={atLimit}
            onChange={(value) => setAtLimit(value === 'switch' ? 'switch' : 'block')}
          >
            <Stack gap="xs" mt={6}>
              {(['block', 'switch'] as const).map((value) => (
                <Radio
                  key={value}
                  value={value}
                  label={texts.keys.form.atLimits[value]}
                  description={words.atLimitHints[value]}
                />
              ))}
            </Stack>
          </Radio.Group>
          {save.error !== null && <ErrorNote error={save.error} />}
          <Group justify="flex-end">
            {holder.terms !== null && (
              <Button
                variant="subtle"
                color="red"
                mr="auto"
                px="xs"
                loading={save.isPending}
                onClick={() => save.mutate(null)}
              >
                {words.remove}
              </Button>
            )}
            <Button variant="default" onClick={onClose}>
              {texts.resources.cancel}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={usd === ''}>
              {texts.resources.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
