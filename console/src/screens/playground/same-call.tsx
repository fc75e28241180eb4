import { Button, Card, Code, CopyButton, Group, Tabs, Title } from '@mantine/core'
import { texts } from '#texts'
import type { Question } from './ask-gateway.ts'
import { curlOf, pythonOf, typescriptOf } from './snippets.ts'

const words = texts.playground
const LANGUAGES = { curl: curlOf, python: pythonOf, typescript: typescriptOf } as const
const NAMES = ['curl', 'python', 'typescript'] as const

/** The request as a program would send it. */
export function SameCall({ question }: { readonly question: Question }) {
  return (
    <Card withBorder component="section" aria-labelledby="same">
      <Title order={2} size="h4" id="same" mb="sm">
        {words.same}
      </Title>
      <Tabs defaultValue="curl" keepMounted={false}>
        <Tabs.List mb="sm">
          {NAMES.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {words.languages[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {NAMES.map((name) => {
          const code = LANGUAGES[name](
            { ...question, model: question.model || 'MODEL' },
            window.location.origin,
          )
          return (
            <Tabs.Panel key={name} value={name}>
              <Code block tabIndex={0} style={{ overflowX: 'auto' }}>
                {code}
              </Code>
              <Group justify="flex-end" mt="xs">
                <CopyButton value={code}>
                  {({ copied, copy }) => (
                    <Button size="xs" variant="default" onClick={copy}>
                      {copied ? words.copied : words.copy}
                    </Button>
                  )}
                </CopyButton>
              </Group>
            </Tabs.Panel>
          )
        })}
      </Tabs>
    </Card>
  )
}
