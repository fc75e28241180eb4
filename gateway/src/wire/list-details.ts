import type { CanonicalPart, CanonicalRequest, DialectId } from './canonical.ts'
import type { LossList } from './loss-list.ts'

/** Small things of a conversation that only some dialects have a place for. */
const DETAILS = {
  name: 'the name of a participant',
  cache: 'a cache mark',
  detail: 'how closely an image is looked at',
  filename: 'the name of a file',
  failed: 'that a tool failed',
  citations: 'the sources of an earlier answer',
  strict: 'that arguments of a tool follow its schema strictly',
} as const

type Detail = keyof typeof DETAILS

/** Lists the small things that a dialect leaves out, all but those that it keeps. */
export function listDetails(
  { dialect, messages, tools }: CanonicalRequest,
  target: DialectId,
  { losses, kept }: { readonly losses: LossList; readonly kept: readonly Detail[] },
): void {
  if (dialect === target) return
  const found = new Set<Detail>()
  for (const { name, parts } of messages) {
    if (name !== undefined) found.add('name')
    for (const part of parts) look(part, found)
  }
  for (const tool of tools) {
    if (tool.kind !== 'function') continue
    if (tool.cache !== undefined) found.add('cache')
    if (tool.strict === true) found.add('strict')
  }
  for (const detail of found) if (!kept.includes(detail)) losses.leftOut(DETAILS[detail], target)
}

function look(part: CanonicalPart, found: Set<Detail>): void {
  if ('cache' in part && part.cache !== undefined) found.add('cache')
  if (part.kind === 'text' && part.citations !== undefined) found.add('citations')
  if (part.kind === 'file') {
    if (part.detail !== undefined) found.add('detail')
    if (part.filename !== undefined) found.add('filename')
  }
  if (part.kind !== 'tool_result') return
  if (part.failed === true) found.add('failed')
  for (const inner of part.content) look(inner, found)
}
