import { Anchor, Badge, Button, Code, Group, Stack, TextInput } from '@mantine/core'
import { MODEL_TYPES } from '@backstay/contract/vocabulary'
import { IconKey, IconPlus, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '#api/permissions'
import type { ApiKey } from '#api/resources'
import { keysQuery } from '#api/resources'
import { count, usd } from '#format/figures'
import { Day } from '#parts/day'
import { EmptyState } from '#parts/empty-state'
import { Loaded } from '#parts/loaded'
import { Page as Frame } from '#parts/page'
import { SourceBadge } from '#parts/source-badge'
import type { Column } from '#parts/virtual-table'
import { VirtualTable } from '#parts/virtual-table'
import { texts } from '#texts'
import { KeyActions } from './key-actions.tsx'
import { KeyState } from './key-state.tsx'

const { columns } = texts.keys

/** All API keys. */
export function Page() {
  const keys = useQuery(keysQuery)
  const [search, setSearch] = useState('')
  const fits = ({ name, owner }: ApiKey): boolean =>
    `${name} ${owner ?? ''}`.toLowerCase().includes(search.trim().toLowerCase())
  return (
    <Frame title={texts.keys.title} about={texts.keys.about} actions={<CreateButton />}>
      <Loaded query={keys}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={IconKey} title={texts.keys.none} hint={texts.keys.noneHint}>
              <CreateButton />
            </EmptyState>
          ) : (
            <Stack gap="sm">
              <TextInput
                leftSection={<IconSearch size={16} aria-hidden />}
                placeholder={texts.keys.search}
                aria-label={texts.keys.search}
                value={search}
                onChange={({ currentTarget }) => setSearch(currentTarget.value)}
                maw={360}
              />
              <VirtualTable
                label={texts.keys.title}
                rows={all.filter(fits)}
                rowKey={({ id }) => id}
                columns={COLUMNS}
              />
            </Stack>
          )
        }
      </Loaded>
    </Frame>
  )
}

function CreateButton() {
  if (!useMay('keys:write')) return null
  return (
    <Button component={Link} to="/keys/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {texts.keys.create}
    </Button>
  )
}

function Name({ apiKey }: { readonly apiKey: ApiKey }) {
  return (
    <Group gap={6} wrap="nowrap">
      <Anchor component={Link} to={`/keys/${encodeURIComponent(apiKey.id)}`} size="sm" fw={600} truncate>
        {apiKey.name}
      </Anchor>
      <SourceBadge source={apiKey.source} />
    </Group>
  )
}

/** The types of model that it has a policy for. */
function Routed({ apiKey }: { readonly apiKey: ApiKey }) {
  const types = MODEL_TYPES.filter((type) => apiKey.routing[type] !== undefined)
  if (types.length === 0) return '–'
  return (
    <Group gap={4} wrap="nowrap">
      {types.map((type) => (
        <Badge key={type} variant="light" tt="none" size="sm">
          {texts.keyRouting.types[type]}
        </Badge>
      ))}
    </Group>
  )
}

function modelsOf({ models }: ApiKey): string {
  return models.includes('*') ? texts.keys.allModels : models.join(', ')
}

function expiryOf(expiresAt: string | null) {
  return expiresAt === null ? texts.keys.never : <Day at={Date.parse(expiresAt)} />
}

function limitsOf({ limits }: ApiKey): string[] {
  const { requestsPerMinute, tokensPerMinute, concurrency, budget } = limits
  return [
    requestsPerMinute === null ? null : texts.keys.perMinute(count(requestsPerMinute)),
    tokensPerMinute === null ? null : texts.keys.tokensPerMinute(count(tokensPerMinute)),
    concurrency === null ? null : texts.keys.atOnce(count(concurrency)),
    budget === undefined ? null : texts.keys.budget(usd(budget.usd), budget.per),
  ].filter((text) => text !== null)
}

function Limits({ apiKey }: { readonly apiKey: ApiKey }) {
  const limits = limitsOf(apiKey).join(', ')
  return limits === '' ? '–' : <span title={limits}>{limits}</span>
}

const COLUMNS: readonly Column<ApiKey>[] = [
  { header: columns.name, width: 150, cell: (key) => <Name apiKey={key} /> },
  { header: columns.key, width: 110, cell: ({ hint }) => <Code>{hint ?? '…'}</Code> },
  { header: columns.owner, width: 95, cell: ({ owner }) => owner ?? '–' },
  { header: columns.state, width: 90, cell: ({ state }) => <KeyState state={state} /> },
  { header: columns.models, width: 100, cell: modelsOf },
  { header: columns.limits, width: 130, cell: (key) => <Limits apiKey={key} /> },
  { header: columns.routing, width: 110, cell: (key) => <Routed apiKey={key} /> },
  { header: columns.expires, width: 120, cell: ({ expiresAt }) => expiryOf(expiresAt) },
  { header: texts.resources.actionsHeader, width: 85, cell: (key) => <KeyActions apiKey={key} /> },
]
