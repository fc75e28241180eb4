import { Group, NumberInput, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ModelType } from '#api/resources'
import { chainsQuery, modelsQuery } from '#api/resources'
import { OrderedList } from '#parts/ordered-list'
import { texts } from '#texts'
import type { Candidate } from './policy-draft.ts'
import { prioritized } from './policy-draft.ts'

const { keyRouting } = texts

interface CandidatesProps {
  readonly type: ModelType
  readonly candidates: readonly Candidate[]
  readonly disabled: boolean
  readonly onChange: (candidates: readonly Candidate[]) => void
}

/** Models in the order in which they are tried. */
export function Candidates({ type, candidates, disabled, onChange }: CandidatesProps) {
  const models = useQuery(modelsQuery)
  const chains = useQuery(chainsQuery)
  const taken = new Set(candidates.map(({ modelName }) => modelName))
  const ofType = (models.data ?? []).filter((model) => model.type === type).map(({ name }) => name)
  const names = [...ofType, ...(type === 'chat' ? (chains.data ?? []).map(({ name }) => name) : [])]
  const put = (index: number, priority: number | null): void => {
    onChange(candidates.map((one, at) => (at === index ? { ...one, priority } : one)))
  }
  return (
    <Stack gap={6}>
      <Text fw={600} size="sm">
        {keyRouting.candidates}
      </Text>
      <Text size="xs" c="dimmed">
        {candidates.length === 0 ? keyRouting.noCandidates : keyRouting.candidatesHint}
      </Text>
      <OrderedList
        entries={candidates}
        idOf={({ modelName }, index) =>
          `${modelName}${candidates.slice(0, index).filter((one) => one.modelName === modelName).length}`
        }
        nameOf={({ modelName }) => modelName}
        disabled={disabled}
        onChange={(next) => onChange(prioritized(next))}
      >
        {({ modelName, priority }, index) => (
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm" truncate>
              {modelName}
            </Text>
            <NumberInput
              aria-label={`${keyRouting.priority}: ${modelName}`}
              prefix="# "
              value={priority ?? ''}
              allowDecimal={false}
              size="xs"
              w={76}
              onChange={(value) => put(index, typeof value === 'number' ? value : null)}
            />
          </Group>
        )}
      </OrderedList>
      <Select
        placeholder={keyRouting.addCandidate}
        aria-label={keyRouting.addCandidate}
        data={names.filter((name) => !taken.has(name))}
        value={null}
        searchable
        disabled={disabled}
        onChange={(name) => {
          if (name !== null) onChange(prioritized([...candidates, { modelName: name, priority: null }]))
        }}
        maw={420}
      />
    </Stack>
  )
}
