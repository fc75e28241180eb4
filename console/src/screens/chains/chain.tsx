import { Anchor, Card, Group, Stack, Text } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { healthQuery } from '#api/queries'
import { count } from '#format/figures'
import type { Fact } from '#parts/facts'
import { Facts } from '#parts/facts'
import { Loaded } from '#parts/loaded'
import { Page as Frame } from '#parts/page'
import { texts } from '#texts'
import { ChainDrawing } from './chain-drawing.tsx'
import type { Chain } from '#api/chains'
import { chainQuery } from '#api/chains'
import { Triggers } from './chains.tsx'
import { Explain } from './explain.tsx'

/** One chain: its steps with their live states, and what it would do with a request. */
export function Page() {
  const { chainId = '' }: { readonly chainId?: string } = useParams({ strict: false })
  const chain = useQuery(chainQuery(chainId))
  const { data: health } = useQuery(healthQuery)
  return (
    <Frame
      title={chain.data?.name ?? texts.chains.title}
      about={chain.data === undefined ? undefined : texts.chains.source[chain.data.source]}
      actions={
        <Anchor component={Link} to="/chains" size="sm">
          <Group gap={4} component="span">
            <IconArrowLeft size={16} aria-hidden />
            {texts.chains.back}
          </Group>
        </Anchor>
      }
    >
      <Loaded query={chain}>
        {(data) => (
          <Stack gap="lg">
            <Card withBorder>
              <Stack>
                <ChainDrawing chain={data} health={health} />
                <Group gap={6}>
                  <Text size="sm" c="dimmed">
                    {texts.chains.triggers}
                  </Text>
                  <Triggers chain={data} />
                </Group>
                <Facts facts={factsOf(data)} />
              </Stack>
            </Card>
            <Explain model={data.name} />
          </Stack>
        )}
      </Loaded>
    </Frame>
  )
}

function factsOf(chain: Chain): readonly Fact[] {
  const words = texts.chains
  const { maxAttempts, backoff } = chain.retry ?? {}
  return [
    [words.strategy, chain.strategy],
    [words.facts.retry, maxAttempts === undefined ? words.once : count(maxAttempts)],
    [words.facts.backoff, backoff ?? words.byDefault],
    [
      words.facts.midStream,
      typeof chain.midStream === 'string' ? chain.midStream : (chain.midStream?.mode ?? words.byDefault),
    ],
    [words.facts.hedge, chain.hedge === undefined ? '–' : String(chain.hedge.after)],
  ]
}
