import { Anchor, Badge, Group, Progress, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { createContext, use, useMemo } from 'react'
import type { DeploymentHealth } from '#api/answer'
import { healthQuery } from '#api/queries'
import type { Model, ModelDeployment } from '#api/resources'
import { percent, usd } from '#format/figures'
import { SourceBadge } from '#parts/source-badge'
import { StateBadge } from '#parts/state-badge'
import type { Column } from '#parts/virtual-table'
import { VirtualTable } from '#parts/virtual-table'
import { texts } from '#texts'
import { ModelActions } from './model-actions.tsx'

const { columns } = texts.models

/** One row per model. */
export function ModelTable({ models }: { readonly models: readonly Model[] }) {
  const { data: health } = useQuery(healthQuery)
  // By id; once for all rows, of which only this cell changes with them.
  const states = useMemo(
    () => new Map(health?.deployments.map(({ id, state }) => [id, state] as const)),
    [health],
  )
  return (
    <States value={states}>
      <VirtualTable label={texts.models.title} rows={models} rowKey={({ id }) => id} columns={COLUMNS} />
    </States>
  )
}

function Name({ model }: { readonly model: Model }) {
  const { name, enabled, visible } = model
  return (
    <Group gap={6} wrap="nowrap">
      <Anchor component={Link} to={`/models/${encodeURIComponent(model.id)}`} size="sm" fw={600} truncate>
        {name}
      </Anchor>
      <SourceBadge source={model.source} />
      {!enabled && (
        <Badge variant="light" color="orange" tt="none" size="sm">
          {texts.models.maintenance}
        </Badge>
      )}
      {!visible && (
        <Badge variant="light" color="gray" tt="none" size="sm">
          {texts.models.hidden}
        </Badge>
      )}
    </Group>
  )
}

const States = createContext<ReadonlyMap<string, DeploymentHealth['state']>>(new Map())

/** The states of its deployments, the worst ones included. */
function Status({ model }: { readonly model: Model }) {
  const states = use(States)
  return (
    <Group gap={4} wrap="nowrap">
      {distinct(model.deployments.flatMap(({ id }) => states.get(id) ?? [])).map((state) => (
        <StateBadge key={state} state={state} />
      ))}
    </Group>
  )
}

function listed(deployments: readonly ModelDeployment[], member: 'provider' | 'region'): string {
  return distinct(deployments.flatMap((one) => one[member] ?? [])).join(', ') || '–'
}

function enabledOf({ deployments }: Model): string {
  return texts.models.enabledOf(deployments.filter((one) => one.enabled).length, deployments.length)
}

function priceOf({ price, known }: Model): string {
  const inForce = price ?? known.price
  return inForce === null ? '–' : `${usd(inForce.input)} / ${usd(inForce.output)}`
}

const COLORS = ['blue', 'teal', 'grape', 'orange', 'cyan', 'pink', 'lime', 'indigo']

function ShareBar({ deployments }: { readonly deployments: readonly ModelDeployment[] }) {
  const used = deployments.filter(({ share }) => share !== null && share > 0)
  if (used.length === 0) {
    return (
      <Text size="xs" c="dimmed">
        {deployments.some(({ share }) => share === null) ? texts.models.byMeasure : '–'}
      </Text>
    )
  }
  return (
    <Progress.Root size="lg" aria-label={columns.share}>
      {used.map(({ id, label, share }, index) => {
        const text = texts.models.shareOf(label, percent(share))
        return (
          <Progress.Section
            key={id}
            value={(share ?? 0) * 100}
            color={COLORS[index % COLORS.length]}
            aria-label={text}
            title={text}
          />
        )
      })}
    </Progress.Root>
  )
}

function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)]
}

const COLUMNS: readonly Column<Model>[] = [
  { header: columns.name, width: 200, cell: (model) => <Name model={model} /> },
  { header: columns.providers, width: 110, cell: ({ deployments }) => listed(deployments, 'provider') },
  { header: columns.region, width: 80, cell: ({ deployments }) => listed(deployments, 'region') },
  { header: columns.deployments, width: 125, cell: enabledOf },
  { header: columns.status, width: 125, cell: (model) => <Status model={model} /> },
  {
    header: columns.share,
    width: 140,
    cell: ({ deployments }) => <ShareBar deployments={deployments} />,
  },
  { header: columns.price, width: 125, cell: priceOf },
  { header: texts.resources.actionsHeader, width: 85, cell: (model) => <ModelActions model={model} /> },
]
