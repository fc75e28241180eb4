import {
  Button,
  Checkbox,
  Fieldset,
  Group,
  Input,
  NumberInput,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Text,
} from '@mantine/core'
import { IconPlus, IconRoute } from '@tabler/icons-react'
import { useState } from 'react'
import type { KeyPolicy } from '#api/key-changes'
import { changeRouting } from '#api/key-changes'
import { useMay } from '#api/permissions'
import type { ApiKey, ModelType } from '#api/resources'
import { useChange } from '#api/use-change'
import { confirm } from '#parts/confirm'
import { EmptyState } from '#parts/empty-state'
import { ErrorNote } from '#parts/error-note'
import { useUnsavedChanges } from '#parts/unsaved-changes'
import { texts } from '#texts'
import { Candidates } from './candidates.tsx'
import { NativeFallbacks } from './native-fallbacks.tsx'
import type { PolicyDraft } from './policy-draft.ts'
import { CONDITIONS, draftOfPolicy, policyOf } from './policy-draft.ts'

const { keyRouting } = texts

interface TypeRoutingProps {
  readonly apiKey: ApiKey
  readonly type: ModelType
}

/** The policy of a key for one type of model. */
export function TypeRouting({ apiKey, type }: TypeRoutingProps) {
  const saved = apiKey.routing[type]
  const [draft, setDraft] = useState<PolicyDraft | null>(saved === undefined ? null : draftOfPolicy(saved))
  const [dirty, setDirty] = useState(false)
  const name = keyRouting.types[type]
  const save = useChange((policy: KeyPolicy | null) => changeRouting(apiKey, type, policy), {
    done: draft === null ? keyRouting.cleared(name) : keyRouting.saved(name),
    onSuccess: () => setDirty(false),
  })
  useUnsavedChanges(dirty)
  const may = useMay('routing:write')
  const isDeclared = apiKey.declaredRouting.includes(type)
  const fixed = isDeclared || !may
  if (draft === null) {
    return (
      <EmptyState icon={IconRoute} title={keyRouting.none} hint={keyRouting.noneHint}>
        {!fixed && (
          <Button
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setDraft(draftOfPolicy(undefined))}
          >
            {keyRouting.add}
          </Button>
        )}
      </EmptyState>
    )
  }
  const change = (part: Partial<PolicyDraft>): void => {
    setDraft({ ...draft, ...part })
    setDirty(true)
  }
  const clear = (): void => {
    setDirty(false)
    if (saved === undefined) setDraft(null)
    else save.mutate(null, { onSuccess: () => setDraft(null) })
  }
  return (
    <Fieldset variant="unstyled" disabled={fixed}>
      <Stack gap="lg" maw={820}>
        <Select
          label={keyRouting.strategy}
          data={Object.entries(keyRouting.strategies).map(([value, label]) => ({ value, label }))}
          value={draft.strategy}
          allowDeselect={false}
          onChange={(strategy) => change({ strategy: strategy as PolicyDraft['strategy'] })}
          maw={420}
        />
        <Candidates
          type={type}
          candidates={draft.candidates}
          disabled={fixed}
          onChange={(candidates) => change({ candidates })}
        />
        <Conditions draft={draft} change={change} />
        <NativeFallbacks
          type={type}
          entries={draft.nativeFallback}
          onChange={(nativeFallback) => change({ nativeFallback })}
        />
        {fixed && (
          <Text size="sm" c="dimmed">
            {isDeclared ? texts.resources.inFile : texts.resources.notYours}
          </Text>
        )}
        {save.error !== null && <ErrorNote error={save.error} />}
        {!fixed && (
          <Group>
            <Button loading={save.isPending} onClick={() => save.mutate(policyOf(draft))}>
              {texts.resources.save}
            </Button>
            <Button
              variant="subtle"
              color="red"
              onClick={() =>
                confirm({
                  title: keyRouting.clearTitle(name),
                  text: keyRouting.clearText,
                  action: keyRouting.clear,
                  onConfirm: clear,
                })
              }
            >
              {keyRouting.clear}
            </Button>
          </Group>
        )}
      </Stack>
    </Fieldset>
  )
}

interface ConditionsProps {
  readonly draft: PolicyDraft
  readonly change: (part: Partial<PolicyDraft>) => void
}

/** When to move on, how often, how soon. */
function Conditions({ draft, change }: ConditionsProps) {
  const number = (value: string | number): number | '' => (typeof value === 'number' ? value : '')
  const others = draft.others.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
  return (
    <>
      <Checkbox.Group
        label={keyRouting.failoverOn}
        value={[...draft.conditions]}
        onChange={(conditions) => change({ conditions })}
      >
        <Group mt={6}>
          {CONDITIONS.map((condition) => (
            <Checkbox key={condition} value={condition} label={keyRouting.conditions[condition]} />
          ))}
        </Group>
        {others.length > 0 && (
          <Text size="xs" c="dimmed" mt={4}>
            {keyRouting.conditionsKept(others.join(', '))}
          </Text>
        )}
      </Checkbox.Group>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
        <NumberInput
          label={keyRouting.maxRetries}
          description={keyRouting.maxRetriesHint}
          value={draft.maxRetries}
          min={0}
          max={100}
          allowDecimal={false}
          onChange={(value) => change({ maxRetries: number(value) })}
        />
        <NumberInput
          label={keyRouting.retryDelay}
          value={draft.retryDelayMs}
          min={0}
          step={100}
          allowDecimal={false}
          onChange={(value) => change({ retryDelayMs: number(value) })}
        />
        <Input.Wrapper label={keyRouting.crossProtocol} labelElement="div">
          <SegmentedControl
            fullWidth
            data={Object.entries(keyRouting.crossProtocols).map(([value, label]) => ({ value, label }))}
            value={draft.crossProtocol}
            aria-label={keyRouting.crossProtocol}
            onChange={(crossProtocol) =>
              change({ crossProtocol: crossProtocol as PolicyDraft['crossProtocol'] })
            }
          />
        </Input.Wrapper>
      </SimpleGrid>
    </>
  )
}
