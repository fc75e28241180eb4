import { Box, ScrollArea, Text } from '@mantine/core'
import { useMemo } from 'react'
import type { DifferenceLine } from '#format/difference'
import { differenceOf } from '#format/difference'
import { texts } from '#texts'

const words = texts.events.difference
const SIGNS = { same: ' ', added: '+', removed: '−' } as const
const COLORS = { added: 'green', removed: 'red' } as const
const TAGS = { same: 'span', added: 'ins', removed: 'del' } as const

/** Two versions of something laid over each other. */
export function Difference({ before, after }: { readonly before: unknown; readonly after: unknown }) {
  const lines = useMemo(() => differenceOf(before, after), [before, after])
  if (lines.every(({ kind }) => kind === 'left-out')) {
    return (
      <Text size="sm" c="dimmed">
        {words.none}
      </Text>
    )
  }
  return (
    <ScrollArea.Autosize mah="60vh" viewportProps={{ 'tabIndex': 0, 'aria-label': words.label }}>
      <Box component="pre" m={0} p="xs" fz="xs" ff="monospace" style={FRAMED}>
        {lines.map((line, index) => (
          <Line key={index} line={line} />
        ))}
      </Box>
    </ScrollArea.Autosize>
  )
}

const FRAMED = {
  border: '1px solid var(--mantine-color-default-border)',
  borderRadius: 'var(--mantine-radius-sm)',
  width: 'max-content',
  minWidth: '100%',
} as const

function Line({ line }: { readonly line: DifferenceLine }) {
  if (line.kind === 'left-out') {
    return (
      <Text component="div" c="dimmed" fz="xs" ff="monospace">
        {words.leftOut(line.lines)}
      </Text>
    )
  }
  const { kind, text } = line
  const color = kind === 'same' ? null : COLORS[kind]
  return (
    <Box
      component={TAGS[kind]}
      display="block"
      style={{
        textDecoration: 'none',
        ...(color !== null && {
          background: `var(--mantine-color-${color}-light)`,
          color: `var(--mantine-color-${color}-light-color)`,
        }),
      }}
    >
      {`${SIGNS[kind]} ${text}`}
    </Box>
  )
}
