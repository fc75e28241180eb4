import {
  Alert,
  Badge,
  Button,
  Card,
  Code,
  Group,
  List,
  Select,
  Stack,
  Table,
  Text,
  Textarea,
  Title,
} from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Explained } from '#api/answer'
import type { ChainBody } from '#api/chains'
import { answered, api } from '#api/client'
import { ORGANISATION } from '#api/organisation'
import { keysQuery } from '#api/queries'
import { duration, percent, usd } from '#format/figures'
import { ErrorNote } from '#parts/error-note'
import { texts } from '#texts'

const words = texts.chains.explain

interface ExplainProps {
  /** As it is written. */
  readonly chain: ChainBody
  /** Id of the saved chain that it is made from; `null`: it is new. */
  readonly replaces: string | null
  /** Nothing of it was changed. */
  readonly saved: boolean
}

/** Asks what would be done with a request, and tells it. */
export function Explain({ chain, replaces, saved }: ExplainProps) {
  const [prompt, setPrompt] = useState<string>(words.sample)
  const [key, setKey] = useState<string | null>(null)
  const { data: keys = [] } = useQuery(keysQuery)
  const run = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/organisations/{organisationId}/explain', {
          params: { path: ORGANISATION },
          body: {
            model: chain.name,
            ...(!saved && { chain, ...(replaces !== null && { replaces }) }),
            body: { messages: [{ role: 'user', content: prompt }] },
            ...(key !== null && { key }),
          },
        }),
      ),
  })
  return (
    <Card withBorder component="section" aria-labelledby="explain">
      <Stack>
        <div>
          <Title order={2} size="h4" id="explain">
            {words.title}
          </Title>
          <Text size="sm" c="dimmed">
            {saved ? words.about : words.aboutDraft}
          </Text>
        </div>
        <Textarea
          label={words.prompt}
          value={prompt}
          onChange={(event) => setPrompt(event.currentTarget.value)}
          autosize
          minRows={2}
        />
        <Group align="flex-end">
          <Select
            label={words.key}
            placeholder={words.anyKey}
            data={keys.map(({ name }) => name)}
            value={key}
            onChange={setKey}
            clearable
            searchable
            w={260}
          />
          <Button onClick={() => run.mutate()} loading={run.isPending} disabled={chain.name === ''}>
            {words.run}
          </Button>
        </Group>
        {run.isError && <ErrorNote error={run.error} />}
        {run.data !== undefined && <Explanation data={run.data} />}
      </Stack>
    </Card>
  )
}

function Explanation({ data }: { readonly data: Explained }) {
  const limits = [
    ...(data.maxTotalAttempts === null ? [] : [words.attempts(String(data.maxTotalAttempts))]),
    ...(data.deadlineMs === null ? [] : [words.deadline(duration(data.deadlineMs))]),
  ]
  return (
    <Stack gap="md" aria-live="polite">
      {data.refusal !== null && (
        <Alert color="red" title={data.refusal.code}>
          {data.refusal.message}
        </Alert>
      )}
      <Title order={3} size="h5">
        {words.order}
      </Title>
      {data.order.length === 0 ? (
        <Text size="sm">{words.nobody}</Text>
      ) : (
        <Table.ScrollContainer
          minWidth={560}
          type="native"
          tabIndex={0}
          role="region"
          aria-label={words.order}
        >
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={36}>#</Table.Th>
                <Table.Th>{words.columns.place}</Table.Th>
                <Table.Th>{words.columns.region}</Table.Th>
                <Table.Th ta="end">{words.columns.first}</Table.Th>
                <Table.Th ta="end">{words.columns.error}</Table.Th>
                <Table.Th ta="end">{words.columns.cost}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.order.map((place, index) => (
                <Table.Tr key={place.deployment}>
                  <Table.Td>{index + 1}</Table.Td>
                  <Table.Td>{place.deployment}</Table.Td>
                  <Table.Td>{place.region ?? '–'}</Table.Td>
                  <Table.Td ta="end">{duration(place.measured?.firstTokenMs)}</Table.Td>
                  <Table.Td ta="end">{percent(place.measured?.errorRate)}</Table.Td>
                  <Table.Td ta="end">{usd(place.expectedUsd)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {data.skipped.length > 0 && (
        <div>
          <Title order={3} size="h5" mb={4}>
            {words.skipped}
          </Title>
          <List size="sm">
            {data.skipped.map(({ deployment, reason }) => (
              <List.Item key={`${deployment} ${reason}`}>
                <Code>{deployment}</Code> {reason}
              </List.Item>
            ))}
          </List>
        </div>
      )}
      {data.triggers !== null && (
        <Group gap={6}>
          <Text size="sm" c="dimmed">
            {words.movesOn}
          </Text>
          {[...new Set([...data.triggers.classes, ...data.triggers.statuses])].map((name) => (
            <Badge key={name} variant="light" color="violet" tt="none" radius="sm">
              {name}
            </Badge>
          ))}
        </Group>
      )}
      {limits.length > 0 && (
        <Text size="sm" c="dimmed">
          {words.limits}: {limits.join(' · ')}
        </Text>
      )}
    </Stack>
  )
}
