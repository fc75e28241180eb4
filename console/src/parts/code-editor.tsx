import { Anchor, Box, Input, List, Stack, Text } from '@mantine/core'
import type { CSSProperties } from 'react'
import { useId, useRef } from 'react'
import { texts } from '#texts'

/** Something that is wrong in a text, and where. */
export interface CodeProblem {
  /** From 1; `null`: nowhere in particular. */
  readonly line: number | null
  readonly message: string
}

interface CodeEditorProps {
  readonly label: string
  readonly description?: string
  readonly value: string
  readonly problems: readonly CodeProblem[]
  readonly readOnly?: boolean
  readonly onChange: (value: string) => void
}

const LINE_PX = 20
const PADDING_PX = 8
const LEAST_LINES = 14
const MOST_LINES = 32
/** So that what is wrong does not stand at the very edge. */
const LINES_ABOVE = 3

/** A text of many lines with their numbers; what is wrong is marked in its line, and told below. */
export function CodeEditor({
  label,
  description,
  value,
  problems,
  readOnly = false,
  onChange,
}: CodeEditorProps) {
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const numbers = useRef<HTMLDivElement>(null)
  const lines = value.split('\n')
  const wrong = new Set(problems.flatMap(({ line }) => line ?? []))
  const height = Math.min(Math.max(lines.length + 1, LEAST_LINES), MOST_LINES) * LINE_PX + 2 * PADDING_PX
  const show = (line: number): void => {
    if (field.current === null) return
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0)
    field.current.focus()
    field.current.setSelectionRange(start, start + (lines[line - 1] ?? '').length)
    field.current.scrollTop = Math.max(0, (line - LINES_ABOVE) * LINE_PX)
  }
  return (
    <Stack gap="xs">
      <Input.Wrapper id={id} label={label} description={description}>
        <Box style={FRAME} mt={4}>
          <div ref={numbers} aria-hidden style={{ ...COLUMN, ...NUMBERS, height }}>
            {lines.map((_, index) => (
              <Box
                key={index}
                data-problem={wrong.has(index + 1) || undefined}
                c={wrong.has(index + 1) ? 'red' : 'dimmed'}
                fw={wrong.has(index + 1) ? 700 : undefined}
              >
                {index + 1}
              </Box>
            ))}
          </div>
          <textarea
            ref={field}
            id={id}
            value={value}
            readOnly={readOnly}
            spellCheck={false}
            autoCapitalize="off"
            autoCorrect="off"
            wrap="off"
            aria-invalid={wrong.size > 0}
            aria-describedby={`${id}-problems`}
            style={{ ...COLUMN, ...FIELD, height, ...marked(wrong) }}
            onChange={(event) => onChange(event.currentTarget.value)}
            onScroll={({ currentTarget }) => {
              if (numbers.current !== null) numbers.current.scrollTop = currentTarget.scrollTop
            }}
          />
        </Box>
      </Input.Wrapper>
      <div id={`${id}-problems`} aria-live="polite">
        {problems.length > 0 && (
          <List size="sm" listStyleType="none">
            {problems.map(({ line, message }) => (
              <List.Item key={`${line ?? ''} ${message}`}>
                {line !== null && (
                  <>
                    <Anchor component="button" type="button" size="sm" fw={600} onClick={() => show(line)}>
                      {texts.resources.line(line)}
                    </Anchor>{' '}
                  </>
                )}
                <Text span size="sm" c="red">
                  {message}
                </Text>
              </List.Item>
            ))}
          </List>
        )}
      </div>
    </Stack>
  )
}

/** Stripes behind the lines in which something is wrong, which move with the text. */
function marked(lines: ReadonlySet<number>): CSSProperties {
  const all = [...lines]
  return {
    backgroundImage: all.map(() => `linear-gradient(${STRIPE}, ${STRIPE})`).join(', '),
    backgroundPosition: all.map((line) => `0 ${PADDING_PX + (line - 1) * LINE_PX}px`).join(', '),
    backgroundSize: `100% ${LINE_PX}px`,
    backgroundRepeat: 'no-repeat',
    backgroundAttachment: 'local',
  }
}

const STRIPE = 'var(--mantine-color-red-light)'

const FRAME = {
  display: 'flex',
  border: '1px solid var(--mantine-color-default-border)',
  borderRadius: 'var(--mantine-radius-sm)',
  overflow: 'hidden',
} as const satisfies CSSProperties

const COLUMN = {
  margin: 0,
  padding: `${PADDING_PX}px`,
  border: 0,
  fontFamily: 'var(--mantine-font-family-monospace)',
  fontSize: '13px',
  lineHeight: `${LINE_PX}px`,
  boxSizing: 'border-box',
} as const satisfies CSSProperties

const NUMBERS = {
  overflow: 'hidden',
  textAlign: 'end',
  userSelect: 'none',
  minWidth: 40,
  borderInlineEnd: '1px solid var(--mantine-color-default-border)',
} as const satisfies CSSProperties

const FIELD = {
  flex: 1,
  minWidth: 0,
  resize: 'none',
  color: 'var(--mantine-color-text)',
  backgroundColor: 'transparent',
} as const satisfies CSSProperties
