import type { Prefill, Rung } from '#domain/continuation'
import { NO_USAGE, type TokenUsage } from '#domain/usage'
import { DONE, encoder, event, run } from './example-stream.ts'
import { ChatSplicer } from './openai-chat-splicer.ts'

export const PLAIN: Prefill = { style: 'plain', trailingSpace: 'keep' }
export const CUT: Prefill = { style: 'plain', trailingSpace: 'cut' }
const USED: TokenUsage = { ...NO_USAGE, input: 10, output: 4, estimated: true }

interface Chunk {
  readonly id?: string
  readonly created?: number
  readonly model?: string
  readonly choices: readonly {
    readonly delta: Readonly<Record<string, unknown>>
    readonly finish_reason: string | null
  }[]
  readonly usage?: unknown
}

/** The chat completion that is asked for. */
export const REQUEST = encoder.encode('{"messages":[{}]}')

/** A provider's way of writing streams. */
interface Voice {
  readonly id: string
  readonly model: string
  readonly extra?: object
}

export const FIRST: Voice = { id: 'first', model: 'm-1' }
export const SECOND: Voice = { id: 'second', model: 'm-2', extra: { system_fingerprint: 'fp' } }

export function chunk(voice: Voice, delta: object, finish: string | null = null): string {
  const choices = [{ index: 0, delta, finish_reason: finish }]
  return event({ object: 'chat.completion.chunk', created: 5, ...voice, choices, usage: null })
}

export function role(voice: Voice): string {
  return chunk(voice, { role: 'assistant', content: '' })
}

export function end(voice: Voice, finish = 'stop'): string {
  const usage = { prompt_tokens: 20, completion_tokens: 6, total_tokens: 26 }
  return chunk(voice, {}, finish) + event({ id: voice.id, model: voice.model, choices: [], usage }) + DONE
}

export function texts(voice: Voice, pieces: readonly string[]): string {
  return pieces.map((content) => chunk(voice, { content })).join('')
}

interface Joined {
  readonly chunks: readonly Chunk[]
  readonly text: string
  readonly dones: number
  readonly diverged: string | null
  readonly splicer: ChatSplicer
}

interface Case {
  readonly first: string
  readonly second: string
  readonly rung: Rung
  readonly prefill?: Prefill
  readonly includeUsage?: boolean
  readonly sizes?: readonly number[]
}

/** Everything that the client gets: the first stream as far as it came, then what is made of the second one. */
export function spliced({
  first,
  second,
  rung,
  prefill = PLAIN,
  includeUsage = true,
  sizes = [],
}: Case): Joined {
  const before = run(first, { tracked: true }, sizes)
  const source = before.reader.delivered
  if (source === null) throw new Error('not tracked')
  const after = run(second, { dropUsage: !includeUsage, mayBeEmpty: true })
  const bytes = encoder.encode(after.out)
  const splicer = new ChatSplicer({ request: REQUEST, rung, source, prefill, usedBefore: USED, includeUsage })
  const parts = [before.out]
  let diverged: string | null = null
  for (let at = 0, n = 0; at < bytes.length && diverged === null; n += 1) {
    const size = sizes.length === 0 ? bytes.length : (sizes[n % sizes.length] ?? 1)
    const step = splicer.push(bytes.subarray(at, at + size))
    if (step.kind === 'diverged') diverged = step.detail
    else parts.push(new TextDecoder().decode(step.bytes))
    at += size
  }
  return { ...clientView(parts.join('')), diverged, splicer }
}

export function clientView(out: string) {
  const data = out
    .split('\n\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => line.slice(6))
  const chunks = data.filter((line) => line !== '[DONE]').map((line) => JSON.parse(line) as Chunk)
  const text = chunks
    .map(({ choices }) => choices[0]?.delta['content'])
    .filter((piece) => typeof piece === 'string')
    .join('')
  return { chunks, text, dones: data.length - chunks.length }
}

/** What a client can tell of a stream beside its text. */
export function shapeOf({ chunks, dones, diverged }: Joined) {
  const choices = chunks.flatMap((one) => one.choices)
  return {
    diverged,
    dones,
    names: [...new Set(chunks.map(({ id, model, created }) => `${id} ${model} ${created}`))],
    roles: choices.filter(({ delta }) => delta['role'] !== undefined).length,
    finishes: choices.filter(({ finish_reason: finish }) => finish !== null).length,
    finishedLast: choices.at(-1)?.finish_reason !== null,
    usages: chunks.map(({ usage }) => usage ?? null).filter((usage) => usage !== null),
  }
}

/** The shape of every stream that was spliced and ended. */
export function oneStream(includeUsage = true): ReturnType<typeof shapeOf> {
  const usage = {
    prompt_tokens: 30,
    completion_tokens: 10,
    total_tokens: 40,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  }
  return {
    diverged: null,
    dones: 1,
    names: ['first m-1 5'],
    roles: 1,
    finishes: 1,
    finishedLast: true,
    usages: includeUsage ? [usage] : [],
  }
}
