import { Badge, Card, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Chain } from '#api/chains'
import { chainQuery } from '#api/chains'
import { Loaded } from '#parts/loaded'
import { Page as Frame } from '#parts/page'
import { texts } from '#texts'
import { BackToChains } from './back-to-chains.tsx'
import { ChainActions } from './chain-actions.tsx'
import { EditChain } from './chain-editor.tsx'
import { Triggers } from './chains.tsx'
import { usersOf } from './users-of.ts'

/** Somebody else may change it meanwhile. */
const AGAIN_MS = 10_000

/** One chain: its steps with their live states, its form and YAML, and what it would do with a request. */
export function Page() {
  const { chainId = '' }: { readonly chainId?: string } = useParams({ strict: false })
  const chain = useQuery({ ...chainQuery(chainId), refetchInterval: AGAIN_MS })
  const { data } = chain
  return (
    <Frame
      title={data?.name ?? texts.chains.title}
      about={data === undefined ? undefined : texts.chains.source[data.source]}
      actions={
        <>
          {data !== undefined && <ChainActions chain={data} />}
          <BackToChains />
        </>
      }
    >
      <Loaded query={chain}>
        {(known) => (
          <Stack gap="lg">
            <InForce chain={known} />
            <EditChain key={known.id} chain={known} />
          </Stack>
        )}
      </Loaded>
    </Frame>
  )
}

/** What holds now, whatever is being written. */
function InForce({ chain }: { readonly chain: Chain }) {
  return (
    <Card withBorder padding="sm">
      <Group gap="lg">
        <Group gap={6}>
          <Text size="sm" c="dimmed">
            {texts.chains.triggers}
          </Text>
          <Triggers chain={chain} />
        </Group>
        <Group gap={6}>
          <Text size="sm" c="dimmed">
            {texts.chains.strategy}
          </Text>
          <Badge variant="default" tt="none" radius="sm">
            {chain.strategy.replaceAll('_', ' ')}
          </Badge>
        </Group>
        <Text size="sm" c="dimmed">
          {chain.usedBy.length === 0 ? texts.chains.nobody : `${texts.chains.usedBy} ${usersOf(chain)}`}
        </Text>
      </Group>
    </Card>
  )
}
