import {
  Alert,
  Button,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  TextInput,
} from '@mantine/core'
import { CAPABILITIES, MODEL_TYPES, STRATEGIES } from '@backstay/contract/vocabulary'
import { useQuery } from '@tanstack/react-query'
import { chainsQuery, modelsQuery } from '#api/resources'
import { texts } from '#texts'
import type { ModelDraft } from './model-draft.ts'

const { configure } = texts.wizard

export interface StepProps {
  readonly draft: ModelDraft
  readonly change: (part: Partial<ModelDraft>) => void
}

/** The second step: what the model is. What the catalog knows is filled in, and locked until it is unlocked. */
export function ConfigureModel({ draft, change }: StepProps) {
  const locked = draft.catalog !== null
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput
          label={configure.name}
          description={configure.nameHint}
          value={draft.name}
          onChange={({ currentTarget }) => change({ name: currentTarget.value })}
          required
          data-autofocus
        />
        <TagsInput
          label={configure.aliases}
          description={configure.aliasesHint}
          value={draft.aliases}
          onChange={(aliases) => change({ aliases })}
        />
        <Select
          label={configure.type}
          data={[...MODEL_TYPES]}
          value={draft.type}
          allowDeselect={false}
          onChange={(type) => change({ type: type ?? 'chat' })}
        />
        <FallbackList draft={draft} change={change} />
      </SimpleGrid>
      {locked && (
        <Alert color="gray" variant="light" title={configure.fromCatalog}>
          <Group justify="space-between">
            {configure.locked}
            <Button size="compact-sm" variant="default" onClick={() => change({ catalog: null })}>
              {configure.unlock}
            </Button>
          </Group>
        </Alert>
      )}
      <Knowledge draft={draft} change={change} locked={locked} />
      <Select
        label={configure.strategy}
        placeholder={configure.strategyDefault}
        data={[...STRATEGIES]}
        value={draft.strategy}
        clearable
        onChange={(strategy) => change({ strategy })}
        maw={420}
      />
      <Switch
        label={configure.visible}
        checked={draft.visible}
        onChange={({ currentTarget }) => change({ visible: currentTarget.checked })}
      />
      <Switch
        label={configure.maintenance}
        description={configure.maintenanceHint}
        checked={draft.maintenance}
        onChange={({ currentTarget }) => change({ maintenance: currentTarget.checked })}
      />
    </Stack>
  )
}

function FallbackList({ draft, change }: StepProps) {
  const models = useQuery(modelsQuery)
  const chains = useQuery(chainsQuery)
  const names = [...(models.data ?? []), ...(chains.data ?? [])].map(({ name }) => name)
  return (
    <MultiSelect
      label={configure.fallbacks}
      description={configure.fallbacksHint}
      data={[...new Set(names)].filter((name) => name !== draft.name)}
      value={draft.fallbacks}
      onChange={(fallbacks) => change({ fallbacks })}
      searchable
      clearable
    />
  )
}

/** Context, capabilities and prices. */
function Knowledge({ draft, change, locked }: StepProps & { readonly locked: boolean }) {
  const number = (value: string | number): number | '' => (typeof value === 'number' ? value : '')
  const prices = [
    ['priceInput', configure.priceIn],
    ['priceOutput', configure.priceOut],
    ['priceCached', configure.priceCached],
  ] as const
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md" verticalSpacing="md">
      <NumberInput
        label={configure.context}
        value={draft.contextWindow}
        onChange={(value) => change({ contextWindow: number(value) })}
        min={1}
        allowDecimal={false}
        thousandSeparator
        hideControls
        disabled={locked}
      />
      <NumberInput
        label={configure.output}
        value={draft.maxOutputTokens}
        onChange={(value) => change({ maxOutputTokens: number(value) })}
        min={1}
        allowDecimal={false}
        thousandSeparator
        hideControls
      />
      <MultiSelect
        label={configure.capabilities}
        data={[...CAPABILITIES]}
        value={draft.capabilities ?? []}
        onChange={(capabilities) => change({ capabilities })}
        disabled={locked}
      />
      {prices.map(([member, label]) => (
        <NumberInput
          key={member}
          label={label}
          value={draft[member]}
          onChange={(value) => change({ [member]: number(value) })}
          min={0}
          hideControls
          prefix="$"
          disabled={locked}
        />
      ))}
    </SimpleGrid>
  )
}
