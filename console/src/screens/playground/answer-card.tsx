import { Alert, Anchor, Card, Group, Stack, Text, Title } from '@mantine/core'
import { IconTerminal2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { recordQuery } from '#api/queries'
import { count, duration } from '#format/figures'
import { EmptyState } from '#parts/empty-state'
import { Facts } from '#parts/facts'
import { StatusBadge } from '#parts/status-badge'
import { Waterfall } from '#parts/waterfall'
import { texts } from '#texts'
import type { Reply } from './ask-gateway.ts'

const words = texts.playground

interface AnswerCardProps {
  readonly reply: Reply | null
  readonly error: Error | null
  readonly running: boolean
}

/** What the gateway answered, and the attempts behind it. */
export function AnswerCard({ reply, error, running }: AnswerCardProps) {
  if (error !== null && reply === null) {
    return (
      <Alert color="red" role="alert">
        {error.message}
      </Alert>
    )
  }
  return (
    <Card withBorder component="section" aria-labelledby="answer">
      <Title order={2} size="h4" id="answer" mb="sm">
        {words.answer}
      </Title>
      {reply === null ? (
        <EmptyState icon={IconTerminal2} title={words.nothing} hint={words.nothingHint} />
      ) : (
        <Stack>
          <Group gap="sm">
            <StatusBadge status={reply.status} errorClass={null} />
            {reply.requestId !== null && (
              <Anchor component={Link} to={`/usage/${reply.requestId}`} size="sm">
                {words.record}
              </Anchor>
            )}
          </Group>
          <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} aria-live="polite">
            {reply.error ?? (reply.text === '' && !running ? words.empty : reply.text)}
          </Text>
          <Facts
            facts={[
              [words.answeredBy, reply.deployment ?? '–'],
              [words.attempts, count(reply.attempts)],
              [words.fallbacks, count(reply.fallbacks)],
              [words.reason, reply.reason ?? '–'],
              [words.first, duration(reply.firstMs)],
              [words.total, duration(reply.totalMs)],
            ]}
          />
          {!running && reply.requestId !== null && <Attempts requestId={reply.requestId} />}
        </Stack>
      )}
    </Card>
  )
}

/** The record is written a moment after the answer: it is asked for until it is there. */
const RECORD_TRIES = 20
const RECORD_EVERY_MS = 250

function Attempts({ requestId }: { readonly requestId: string }) {
  const { data: record } = useQuery({
    ...recordQuery(requestId),
    retry: RECORD_TRIES,
    retryDelay: RECORD_EVERY_MS,
  })
  if (record === undefined) return null
  return <Waterfall attempts={record.routing.attempts} at={record.at} totalMs={record.totalMs} />
}
