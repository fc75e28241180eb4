import { Alert, Code, List } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ChainProblem, ChainValidation } from '#api/chains'
import { texts } from '#texts'

const words = texts.chainEditor

/** Where it is, what is wrong, and what was probably meant. */
export function told({ path, message, suggestion }: ChainProblem): string {
  const where = path === '' ? '' : `${path}: `
  return `${where}${message}${suggestion === null ? '' : ` ${words.meant(suggestion)}`}`
}

/** What keeps a chain from being saved, and what should be looked at. */
export function Problems({ validation }: { readonly validation: ChainValidation | null }) {
  if (validation === null) return null
  const { problems, warnings } = validation
  return (
    <div aria-live="polite">
      <Note color="red" title={words.problems} entries={problems} />
      <Note color="yellow" title={words.warnings} entries={warnings} />
    </div>
  )
}

interface NoteProps {
  readonly color: string
  readonly title: string
  readonly entries: readonly ChainProblem[]
}

function Note({ color, title, entries }: NoteProps) {
  if (entries.length === 0) return null
  return (
    <Alert color={color} variant="light" icon={<IconAlertTriangle aria-hidden />} title={title} mb="xs">
      <List size="sm">
        {entries.map(({ path, message, suggestion }) => (
          <List.Item key={`${path} ${message}`}>
            {path !== '' && <Code>{path}</Code>} {message}
            {suggestion !== null && ` ${words.meant(suggestion)}`}
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}
