import type { TokenUsage } from '#domain/usage'
import type { CanonicalAnswer, CanonicalEvent, CanonicalPart, Finish, TokenLogprob } from './canonical.ts'

/** The answer that a stream of events amounts to. Throws for events that belong to no block of their kind. */
export function collect(events: readonly CanonicalEvent[]): CanonicalAnswer {
  const blocks = new Map<number, CanonicalPart>()
  let start: { id: string | null; model: string | null; createdS: number | null } | null = null
  let finish: Finish = { reason: 'other', raw: null }
  let usage: TokenUsage | null = null
  let logprobs: readonly TokenLogprob[] | null = null
  for (const event of events) {
    if (event.kind === 'start') start ??= event
    else if (event.kind === 'finish') finish = event.finish
    else if (event.kind === 'usage') usage = event.usage
    else if (event.kind === 'logprobs') logprobs = [...(logprobs ?? []), ...event.logprobs]
    else if (event.kind === 'error') throw new Error(`an error event: ${JSON.stringify(event.error)}`)
    else if (event.kind !== 'end' && event.kind !== 'block_end') {
      blocks.set(event.block, grown(blocks.get(event.block), event))
    }
  }
  const parts = [...blocks].toSorted(([a], [b]) => a - b).map(([, part]) => part)
  return {
    id: start?.id ?? null,
    model: start?.model ?? null,
    createdS: start?.createdS ?? null,
    parts: parts.map((part) =>
      part.kind === 'tool_call' && part.arguments === '' && part.custom !== true
        ? { ...part, arguments: '{}' }
        : part,
    ),
    finish,
    usage,
    logprobs,
  }
}

type BlockEvent = Extract<CanonicalEvent, { readonly block: number }>

function grown(part: CanonicalPart | undefined, event: BlockEvent): CanonicalPart {
  switch (event.kind) {
    case 'text':
    case 'reasoning':
    case 'refusal': {
      const before = part ?? { kind: event.kind, text: '' }
      if (before.kind !== event.kind) throw new Error(`${event.kind} in a block of ${before.kind}`)
      return { ...before, text: before.text + event.text }
    }
    case 'tool_call': {
      if (part !== undefined) throw new Error('a tool call in a block that has begun')
      const { id, name, custom } = event
      return { kind: 'tool_call', id, name, arguments: '', ...(custom === undefined ? {} : { custom }) }
    }
    case 'arguments':
      if (part?.kind !== 'tool_call') throw new Error('arguments without a tool call')
      return { ...part, arguments: part.arguments + event.text }
    case 'opaque': {
      const { opaque, redacted } = event
      if (part === undefined) {
        return { kind: 'reasoning', text: '', opaque, ...(redacted === undefined ? {} : { redacted }) }
      }
      if (part.kind !== 'reasoning' && part.kind !== 'text' && part.kind !== 'tool_call') {
        throw new Error(`an opaque value in a block of ${part.kind}`)
      }
      return { ...part, opaque }
    }
    case 'citation': {
      const text = part ?? { kind: 'text', text: '' }
      if (text.kind !== 'text') throw new Error(`a citation in a block of ${text.kind}`)
      return { ...text, citations: [...(text.citations ?? []), event.citation] }
    }
    case 'file':
      return event.file
    case 'foreign':
      return event.part
    case 'block_end':
      throw new Error('the end of a block is no part of it')
  }
}
