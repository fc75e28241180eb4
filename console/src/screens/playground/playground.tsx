import {
  Button,
  Card,
  Group,
  PasswordInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Textarea,
} from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { chainsQuery, healthQuery } from '#api/queries'
import { Page as Frame } from '#parts/page'
import { texts } from '#texts'
import { AnswerCard } from './answer-card.tsx'
import type { Question, Reply } from './ask-gateway.ts'
import { askGateway } from './ask-gateway.ts'
import { FaultSwitches } from './fault-switches.tsx'
import { SameCall } from './same-call.tsx'

const words = texts.playground

/** A request by hand, with what became of it. */
export function Page() {
  const { model: asked } = useSearch({ strict: false }) as { readonly model?: unknown }
  const [question, setQuestion] = useState<Question>({
    key: '',
    model: typeof asked === 'string' ? asked : '',
    message: words.sample,
    stream: true,
  })
  const [reply, setReply] = useState<Reply | null>(null)
  const running = useRef<AbortController | null>(null)
  const send = useMutation({
    mutationFn: async () => {
      const controller = new AbortController()
      running.current = controller
      setReply(null)
      setReply(await askGateway(question, controller.signal, setReply))
    },
  })
  const set = (change: Partial<Question>): void => setQuestion({ ...question, ...change })
  return (
    <Frame title={words.title} about={words.about}>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Stack gap="lg">
          <Card withBorder>
            <form
              onSubmit={(event) => {
                event.preventDefault()
                send.mutate()
              }}
            >
              <Stack>
                <PasswordInput
                  label={words.key}
                  description={words.keyHint}
                  value={question.key}
                  onChange={(event) => set({ key: event.currentTarget.value })}
                  autoComplete="off"
                  required
                />
                <ModelChoice value={question.model} onChange={(model) => set({ model })} />
                <Textarea
                  label={words.message}
                  value={question.message}
                  onChange={(event) => set({ message: event.currentTarget.value })}
                  autosize
                  minRows={3}
                  required
                />
                <Switch
                  label={words.stream}
                  checked={question.stream}
                  onChange={(event) => set({ stream: event.currentTarget.checked })}
                />
                <Group>
                  <Button type="submit" loading={send.isPending} disabled={question.model === ''}>
                    {words.send}
                  </Button>
                  {send.isPending && (
                    <Button variant="default" onClick={() => running.current?.abort()}>
                      {words.stop}
                    </Button>
                  )}
                </Group>
              </Stack>
            </form>
          </Card>
          <FaultSwitches model={question.model} />
        </Stack>
        <AnswerCard reply={reply} error={send.error} running={send.isPending} />
      </SimpleGrid>
      <SameCall question={question} />
    </Frame>
  )
}

function ModelChoice({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (model: string) => void
}) {
  const { data: health } = useQuery(healthQuery)
  const { data: chains = [] } = useQuery(chainsQuery)
  const models = [...new Set(health?.deployments.map(({ model }) => model))].toSorted()
  const names = chains.map(({ name }) => name)
  return (
    <Select
      label={words.model}
      data={[
        { group: texts.chains.title, items: names },
        { group: texts.usage.filters.model, items: models.filter((model) => !names.includes(model)) },
      ]}
      value={value === '' ? null : value}
      onChange={(model) => onChange(model ?? '')}
      searchable
      required
      limit={200}
    />
  )
}
