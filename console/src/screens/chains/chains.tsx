import { Anchor, Badge, Card, Group, Stack, Text, Title } from '@mantine/core'
import { IconArrowsSplit2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Health } from '#api/answer'
import type { Chain } from '#api/chains'
import { chainTrafficQuery } from '#api/chains'
import { useMay } from '#api/permissions'
import { chainsQuery, healthQuery } from '#api/queries'
import { count } from '#format/figures'
import { EmptyState } from '#parts/empty-state'
import { Loaded } from '#parts/loaded'
import { Page as Frame } from '#parts/page'
import { SourceBadge } from '#parts/source-badge'
import { texts } from '#texts'
import { AddChain } from './add-chain.tsx'
import { ChainActions } from './chain-actions.tsx'
import { ChainDrawing } from './chain-drawing.tsx'
import { triggerLabel } from './trigger-label.ts'
import { usersOf } from './users-of.ts'

/** Every chain: its steps, what lets requests move on, who uses it. */
export function Page() {
  const chains = useQuery(chainsQuery)
  const { data: health } = useQuery(healthQuery)
  const may = useMay('chains:write')
  const [today] = useState(startOfDay)
  return (
    <Frame title={texts.chains.title} about={texts.chains.about} actions={may && <AddChain />}>
      <Loaded query={chains}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={IconArrowsSplit2} title={texts.chains.none} hint={texts.chains.noneHint} />
          ) : (
            <Stack>
              {list.map((chain) => (
                <Entry key={chain.id} chain={chain} health={health} today={today} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Frame>
  )
}

interface EntryProps {
  readonly chain: Chain
  readonly health: Health | undefined
  readonly today: number
}

function startOfDay(): number {
  return new Date().setHours(0, 0, 0, 0)
}

function Entry({ chain, health, today }: EntryProps) {
  const words = texts.chains
  const { data: traffic } = useQuery(chainTrafficQuery(chain.name, today))
  return (
    <Card withBorder component="article">
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Group gap="xs">
            <Title order={2} size="h4">
              <Anchor component={Link} to={`/chains/${encodeURIComponent(chain.id)}`} inherit>
                {chain.name}
              </Anchor>
            </Title>
            <SourceBadge source={chain.source} />
          </Group>
          <ChainActions chain={chain} />
        </Group>
        <ChainDrawing chain={chain} health={health} />
        <Group gap={6}>
          <Text size="sm" c="dimmed">
            {words.triggers}
          </Text>
          <Triggers chain={chain} />
        </Group>
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed">
            {chain.usedBy.length === 0 ? words.nobody : `${words.usedBy} ${usersOf(chain)}`}
          </Text>
          {traffic !== undefined && (
            <Anchor component={Link} to={`/usage?model=${encodeURIComponent(chain.name)}`} size="sm">
              {words.today(count(traffic.moved), count(traffic.requests))}
            </Anchor>
          )}
        </Group>
      </Stack>
    </Card>
  )
}

/** What lets a request move on, one mark each. */
export function Triggers({ chain }: { readonly chain: Chain }) {
  const labels = (chain.triggers ?? []).map(triggerLabel)
  if (labels.length === 0) return <Text size="sm">{texts.chains.noTriggers}</Text>
  return (
    <Group gap={6}>
      {labels.map((label) => (
        <Badge key={label} variant="light" color="violet" tt="none" radius="sm">
          {label}
        </Badge>
      ))}
    </Group>
  )
}
