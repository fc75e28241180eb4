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
          <Course reply={reply} running={running} />
        </Stack>
      )}
    </Card>
  )
}

/** The record is written a moment after the answer: it is asked for until it is there. */
const RECORD_TRIES = 20
const RECORD_EVERY_MS = 250

/** How it went: by the headers at first, which were sent before a stream may have broken; then by the record. */
function Course({ reply, running }: { readonly reply: Reply; readonly running: boolean }) {
  const { data: record } = useQuery({
    ...recordQuery(reply.requestId ?? ''),
    enabled: !running && reply.requestId !== null,
    retry: RECORD_TRIES,
    retryDelay: RECORD_EVERY_MS,
  })
  const attempts = record?.routing.attempts ?? null
  const moves = attempts?.filter(({ action }) => MOVES.includes(action)).length ?? null
  return (
    <>
      <Facts
        facts={[
          [words.answeredBy, record?.deployment ?? reply.deployment ?? '–'],
          [words.attempts, count(attempts?.length ?? reply.attempts)],
          [words.fallbacks, count(moves ?? reply.fallbacks)],
          [
            words.reason,
            reply.reason ?? attempts?.find(({ action }) => MOVES.includes(action))?.errorClass ?? '–',
          ],
          [words.first, duration(reply.firstMs)],
          [words.total, duration(reply.totalMs)],
        ]}
      />
      {record !== undefined && attempts !== null && (
        <Waterfall attempts={attempts} at={record.at} totalMs={record.totalMs} />
      )}
    </>
  )
}

/** What ends an attempt so that another place is asked. */
const MOVES = ['next_model', 'next_deployment', 'continue']
