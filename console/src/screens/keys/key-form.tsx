import {
  Button,
  Fieldset,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  TagsInput,
  TextInput,
} from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import type { KeyBody } from '#api/key-changes'
import type { ApiKey } from '#api/resources'
import { chainsQuery, modelsQuery } from '#api/resources'
import { ApiError } from '#api/api-error'
import { ErrorNote } from '#parts/error-note'
import { useUnsavedChanges } from '#parts/unsaved-changes'
import { texts } from '#texts'

const { form: labels } = texts.keys
type Amount = number | ''

interface KeyDraft {
  readonly name: string
  readonly owner: string
  /** As an input for times has it: local, without seconds. */
  readonly expiresAt: string
  readonly models: string[]
  readonly allow: string[]
  readonly deny: string[]
  readonly requestsPerMinute: Amount
  readonly tokensPerMinute: Amount
  readonly concurrency: Amount
  readonly budgetUsd: Amount
  readonly budgetPer: string
  readonly budgetAtLimit: string
}

interface KeyFormProps {
  /** The saved key; `null`: a new one. */
  readonly saved: ApiKey | null
  readonly submit: string
  readonly saving: boolean
  readonly done: boolean
  readonly error: Error | null
  readonly disabled?: boolean
  readonly onSubmit: (body: KeyBody) => void
}

/** What a key may do: for whom, for how long, which models, from where, how much. */
export function KeyForm({ saved, submit, saving, done, error, disabled = false, onSubmit }: KeyFormProps) {
  const form = useForm<KeyDraft>({ initialValues: draftOf(saved) })
  useUnsavedChanges(form.isDirty() && !done)
  const refused =
    error instanceof ApiError ? FIELDS.find(([path]) => error.param?.startsWith(path)) : undefined
  const problem = refused === undefined ? {} : { [refused[1]]: error?.message }
  return (
    <form onSubmit={form.onSubmit((draft) => onSubmit(bodyOf(draft)))}>
      <Fieldset variant="unstyled" disabled={disabled}>
        <Stack gap="md" maw={880}>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
            <TextInput
              label={labels.name}
              required
              {...form.getInputProps('name')}
              error={problem['name']}
              data-autofocus
            />
            <TextInput label={labels.owner} {...form.getInputProps('owner')} error={problem['owner']} />
            <Grants form={form} error={problem['models']} />
            <TextInput
              type="datetime-local"
              label={labels.expires}
              {...form.getInputProps('expiresAt')}
              error={problem['expiresAt']}
            />
            <TagsInput
              label={labels.allow}
              description={labels.allowHint}
              {...form.getInputProps('allow')}
              error={problem['allow']}
            />
            <TagsInput label={labels.deny} {...form.getInputProps('deny')} error={problem['deny']} />
          </SimpleGrid>
          <Limits form={form} problem={problem} />
          {error !== null && refused === undefined && <ErrorNote error={error} />}
          {!disabled && (
            <Group>
              <Button type="submit" loading={saving} disabled={form.values.name.trim() === ''}>
                {submit}
              </Button>
            </Group>
          )}
        </Stack>
      </Fieldset>
    </form>
  )
}

function Grants({
  form,
  error,
}: {
  readonly form: UseFormReturnType<KeyDraft>
  readonly error: string | undefined
}) {
  const models = useQuery(modelsQuery)
  const chains = useQuery(chainsQuery)
  const names = [...(models.data ?? []), ...(chains.data ?? [])].map(({ name }) => name)
  return (
    <MultiSelect
      label={labels.models}
      description={labels.modelsHint}
      data={[...new Set(['*', ...names, ...form.values.models])]}
      searchable
      {...form.getInputProps('models')}
      error={error}
    />
  )
}

interface LimitsProps {
  readonly form: UseFormReturnType<KeyDraft>
  readonly problem: Readonly<Record<string, string | undefined>>
}

function Limits({ form, problem }: LimitsProps) {
  const amounts = [
    ['requestsPerMinute', labels.requests],
    ['tokensPerMinute', labels.tokens],
    ['concurrency', labels.concurrency],
  ] as const
  const { periods, atLimits } = labels
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md" verticalSpacing="md">
      {amounts.map(([member, label]) => (
        <NumberInput
          key={member}
          label={label}
          min={1}
          allowDecimal={false}
          thousandSeparator
          hideControls
          {...form.getInputProps(member)}
          error={problem[member]}
        />
      ))}
      <NumberInput
        label={labels.budget}
        min={0}
        prefix="$"
        thousandSeparator
        hideControls
        {...form.getInputProps('budgetUsd')}
        error={problem['budgetUsd']}
      />
      <Select
        label={labels.per}
        data={Object.entries(periods).map(([value, label]) => ({ value, label }))}
        allowDeselect={false}
        disabled={form.values.budgetUsd === ''}
        {...form.getInputProps('budgetPer')}
      />
      <Select
        label={labels.atLimit}
        data={Object.entries(atLimits).map(([value, label]) => ({ value, label }))}
        allowDeselect={false}
        disabled={form.values.budgetUsd === ''}
        {...form.getInputProps('budgetAtLimit')}
      />
    </SimpleGrid>
  )
}

/** Path in a refusal → field of the form. */
const FIELDS = [
  ['name', 'name'],
  ['owner', 'owner'],
  ['expiresAt', 'expiresAt'],
  ['models', 'models'],
  ['ip.allow', 'allow'],
  ['ip.deny', 'deny'],
  ['limits.requestsPerMinute', 'requestsPerMinute'],
  ['limits.tokensPerMinute', 'tokensPerMinute'],
  ['limits.concurrency', 'concurrency'],
  ['limits.budget', 'budgetUsd'],
] as const

function draftOf(saved: ApiKey | null): KeyDraft {
  const limits = saved?.limits
  return {
    name: saved?.name ?? '',
    owner: saved?.owner ?? '',
    expiresAt: saved?.expiresAt ? localTime(Date.parse(saved.expiresAt)) : '',
    models: saved?.models ?? ['*'],
    allow: saved?.ip.allow ?? [],
    deny: saved?.ip.deny ?? [],
    requestsPerMinute: limits?.requestsPerMinute ?? '',
    tokensPerMinute: limits?.tokensPerMinute ?? '',
    concurrency: limits?.concurrency ?? '',
    budgetUsd: limits?.budget?.usd ?? '',
    budgetPer: limits?.budget?.per ?? 'month',
    budgetAtLimit: limits?.budget?.atLimit ?? 'block',
  }
}

function bodyOf(draft: KeyDraft): KeyBody {
  const amount = (value: Amount): number | null => (value === '' ? null : value)
  const budget =
    draft.budgetUsd === ''
      ? {}
      : { budget: { usd: draft.budgetUsd, per: draft.budgetPer, atLimit: draft.budgetAtLimit } }
  return {
    name: draft.name.trim(),
    owner: draft.owner.trim() === '' ? null : draft.owner.trim(),
    expiresAt: draft.expiresAt === '' ? null : new Date(draft.expiresAt).toISOString(),
    models: draft.models,
    ip: { allow: draft.allow, deny: draft.deny },
    limits: {
      requestsPerMinute: amount(draft.requestsPerMinute),
      tokensPerMinute: amount(draft.tokensPerMinute),
      concurrency: amount(draft.concurrency),
      ...budget,
    },
  } as KeyBody
}

const MINUTE_MS = 60_000
const MINUTES_LONG = 'YYYY-MM-DDTHH:MM'.length

/** `2026-11-20T08:30` of the local clock. */
function localTime(ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * MINUTE_MS)
  return local.toISOString().slice(0, MINUTES_LONG)
}
