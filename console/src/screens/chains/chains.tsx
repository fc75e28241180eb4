import { Anchor, Badge, Card, Group, Stack, Text, Title } from '@mantine/core'
import { IconArrowsSplit2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { chainsQuery, healthQuery, movesQuery } from '#api/queries'
import type { Health } from '#api/answer'
import { count } from '#format/figures'
import { EmptyState } from '#parts/empty-state'
import { Loaded } from '#parts/loaded'
import { Page as Frame } from '#parts/page'
import { texts } from '#texts'
import { ChainDrawing } from './chain-drawing.tsx'
import type { Chain } from '#api/chains'
import { triggerLabel } from './trigger-label.ts'

/** Every chain: its steps, what lets requests move on, who uses it. */
export function Page() {
  const chains = useQuery(chainsQuery)
  const { data: health } = useQuery(healthQuery)
  const { data: moves = [] } = useQuery(movesQuery)
  return (
    <Frame title={texts.chains.title} about={texts.chains.about}>
      <Loaded query={chains}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={IconArrowsSplit2} title={texts.chains.none} hint={texts.chains.noneHint} />
          ) : (
            <Stack>
              {list.map((chain) => (
                <Entry
                  key={chain.id}
                  chain={chain}
                  health={health}
                  moves={moves
                    .filter(({ requestedModel }) => requestedModel === chain.name)
                    .reduce((sum, move) => sum + move.count, 0)}
                />
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
  readonly moves: number
}

function Entry({ chain, health, moves }: EntryProps) {
  const words = texts.chains
  return (
    <Card withBorder component="article">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4">
            <Anchor component={Link} to={`/chains/${encodeURIComponent(chain.id)}`} inherit>
              {chain.name}
            </Anchor>
          </Title>
          <Text size="sm" c="dimmed">
            {words.moves(count(moves))}
          </Text>
        </Group>
        <ChainDrawing chain={chain} health={health} />
        <Group gap={6}>
          <Text size="sm" c="dimmed">
            {words.triggers}
          </Text>
          <Triggers chain={chain} />
        </Group>
        <Text size="sm" c="dimmed">
          {chain.usedBy.length === 0
            ? words.nobody
            : `${words.usedBy} ${chain.usedBy.map(({ kind, name }) => (name === '' ? kind : `${kind} ${name}`)).join(', ')}`}
        </Text>
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
