import { Alert, Autocomplete, Button, Group, Select, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ChainBody } from '#api/chains'
import { modelsQuery, providersQuery } from '#api/resources'
import { OrderedList } from '#parts/ordered-list'
import { texts } from '#texts'
import { reordered } from './chain-body.ts'

type Steps = ChainBody['models']
type Step = Steps[number]

const words = texts.chainEditor.steps

interface StepsFieldProps {
  readonly steps: Steps
  readonly disabled: boolean
  readonly onChange: (steps: Steps) => void
}

/** A step, and what tells it from others that say the same. */
interface Row {
  readonly key: number
  readonly step: Step
}

/** The steps of a chain, dragged or moved by keys. */
export function StepsField({ steps, disabled, onChange }: StepsFieldProps) {
  const [keys, setKeys] = useState<readonly number[]>(() => steps.map((_, index) => index))
  const rows = steps.map((step, index): Row => ({ key: keys[index] ?? index, step }))
  const arrange = (next: readonly Row[]): void => {
    setKeys(next.map(({ key }) => key))
    onChange(reordered(next.map(({ step }) => step)))
  }
  const put = (key: number, step: Step): void => {
    onChange(rows.map((row) => (row.key === key ? step : row.step)))
  }
  const add = (): void => arrange([...rows, { key: Math.max(-1, ...keys) + 1, step: { model: '' } }])
  return (
    <Stack gap={6}>
      <Text fw={600}>{words.title}</Text>
      <Text size="xs" c="dimmed">
        {disabled ? words.fixedHint : words.hint}
      </Text>
      {steps.length === 0 && (
        <Alert variant="light" color="gray">
          {words.none}
        </Alert>
      )}
      <OrderedList
        entries={rows}
        idOf={({ key }) => String(key)}
        nameOf={({ step }) => step.model || words.unnamed}
        disabled={disabled}
        onChange={arrange}
      >
        {({ key, step }, index) => (
          <StepRow step={step} number={index + 1} onChange={(changed) => put(key, changed)} />
        )}
      </OrderedList>
      {!disabled && (
        <Group>
          <Button variant="default" size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
            {words.add}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

interface StepRowProps {
  readonly step: Step
  readonly number: number
  readonly onChange: (step: Step) => void
}

function StepRow({ step, number, onChange }: StepRowProps) {
  const { data: models = [] } = useQuery(modelsQuery)
  const { data: providers = [] } = useQuery(providersQuery)
  const { provider, model } = step
  const known =
    provider === undefined
      ? models.map(({ name }) => name)
      : models.flatMap(({ name, deployments }) => {
          const there = deployments.filter((one) => one.provider === provider)
          return there.length === 0 ? [] : [name, ...there.map((one) => one.model)]
        })
  return (
    <Group gap="xs" align="center">
      <Text size="xs" c="dimmed" w={56}>
        {number === 1 ? texts.chains.primary : texts.chains.step(number)}
      </Text>
      <Select
        aria-label={words.providerOf(number)}
        data={[
          { value: '', label: words.anyProvider },
          ...providers.map(({ name }) => ({ value: name, label: name })),
        ]}
        value={provider ?? ''}
        allowDeselect={false}
        searchable
        size="xs"
        w={{ base: '100%', xs: 170 }}
        onChange={(chosen) => {
          const { provider: _, ...rest } = step
          onChange(chosen === null || chosen === '' ? rest : { ...rest, provider: chosen })
        }}
      />
      <Autocomplete
        aria-label={words.modelOf(number)}
        placeholder={provider === undefined ? words.model : words.upstreamModel}
        data={[...new Set(known)]}
        value={model}
        limit={50}
        size="xs"
        flex={1}
        miw={160}
        onChange={(name) => onChange({ ...step, model: name })}
      />
    </Group>
  )
}
