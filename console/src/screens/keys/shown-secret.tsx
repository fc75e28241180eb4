import { Code, Text } from '@mantine/core'
import { showOnce } from '#parts/shown-once'
import { texts } from '#texts'

const { created } = texts.keys

/** Shows the secret of a key, this once, with how to use it. */
export function showSecret(secret: string, onDone?: () => void): void {
  const { title, text, done, use } = created
  const usage = `from openai import OpenAI\nclient = OpenAI(base_url="${window.location.origin}/v1", api_key="…")`
  showOnce({
    title,
    text,
    secret,
    done,
    onDone,
    children: (
      <>
        <Text size="sm">{use}</Text>
        <Code block>{usage}</Code>
      </>
    ),
  })
}
