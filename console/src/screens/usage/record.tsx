import { Alert, Anchor, Group, List, Stack, Table, Text, Title } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { UsageRecord } from '#api/answer'
import { recordQuery } from '#api/queries'
import { count, duration, usd } from '#format/figures'
import { fullMoment } from '#format/moments'
import type { Fact } from '#parts/facts'
import { Facts } from '#parts/facts'
import { Loaded } from '#parts/loaded'
import { Page as Frame } from '#parts/page'
import { StatusBadge } from '#parts/status-badge'
import { Waterfall } from '#parts/waterfall'
import { texts } from '#texts'
import { routeOf } from './route-of.ts'

const words = texts.usage.record

/** One request: what was tried, what was not, and why. */
export function Page() {
  const { requestId = '' }: { readonly requestId?: string } = useParams({ strict: false })
  const record = useQuery(recordQuery(requestId))
  return (
    <Frame
      title={words.title}
      about={requestId}
      actions={
        <Anchor component={Link} to="/usage" size="sm">
          <Group gap={4} component="span">
            <IconArrowLeft size={16} aria-hidden />
            {words.back}
          </Group>
        </Anchor>
      }
    >
      <Loaded query={record}>{(data) => <Detail record={data} />}</Loaded>
    </Frame>
  )
}

function Detail({ record }: { readonly record: UsageRecord }) {
  const { routing } = record
  return (
    <Stack gap="lg">
      <Group gap="sm">
        <StatusBadge status={record.status} errorClass={record.errorClass} />
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {routeOf(record).join(' → ')}
        </Text>
        <Text size="sm" c="dimmed">
          {fullMoment(record.at)}
        </Text>
      </Group>
      <Facts facts={factsOf(record)} />
      {routing.warnings.length > 0 && (
        <Alert color="yellow" title={words.warnings}>
          <List size="sm">
            {routing.warnings.map((warning) => (
              <List.Item key={warning}>{warning}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <Section title={words.attempts}>
        {routing.attempts.length === 0 ? (
          <Text size="sm">{words.noAttempts}</Text>
        ) : (
          <Waterfall attempts={routing.attempts} at={record.at} totalMs={record.totalMs} />
        )}
      </Section>
      <Section title={words.skipped}>
        {routing.skipped.length === 0 ? (
          <Text size="sm" c="dimmed">
            {words.noneSkipped}
          </Text>
        ) : (
          <Pairs pairs={routing.skipped.map(({ deployment, reason }) => [deployment, reason])} />
        )}
      </Section>
      <Section title={words.source}>
        <Pairs pairs={Object.entries(routing.source)} />
      </Section>
    </Stack>
  )
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
    </Stack>
  )
}

function Pairs({ pairs }: { readonly pairs: readonly (readonly [string, string])[] }) {
  return (
    <Table withRowBorders={false} horizontalSpacing={0} verticalSpacing={4} layout="fixed" maw={800}>
      <Table.Tbody>
        {pairs.map(([name, value]) => (
          <Table.Tr key={`${name} ${value}`}>
            <Table.Td w="40%" style={{ overflowWrap: 'anywhere' }}>
              <Text size="sm" ff="monospace">
                {name}
              </Text>
            </Table.Td>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function factsOf(record: UsageRecord): readonly Fact[] {
  const { tokens, routing } = record
  const names = words.facts
  const estimated = tokens.estimated ? ` ${words.estimated}` : ''
  return [
    [names.asked, record.requestedModel],
    [names.served, record.deployment ?? '–'],
    [names.key, record.key],
    [names.type, record.type],
    [names.dialect, record.dialect],
    [names.streamed, record.streamed ? words.yes : words.no],
    [names.firstToken, duration(record.ttftMs)],
    [names.duration, duration(record.totalMs)],
    [names.overhead, duration(record.overheadMs)],
    [names.tokens, `${count(tokens.input)} / ${count(tokens.output)}${estimated}`],
    [names.cached, count(tokens.cachedInput)],
    [names.reasoning, count(tokens.reasoning)],
    [names.cost, usd(record.costUsd)],
    [names.wasted, usd(record.wastedCostUsd)],
    [names.strategy, routing.strategy],
    [names.config, record.configVersion],
  ]
}
