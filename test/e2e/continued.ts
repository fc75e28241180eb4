import type OpenAI from 'openai'
import { APIError } from 'openai'
import type { Behavior } from '#simulator/behavior'
import { cutAt, errorAfterTokens, hangAfterTokens } from '#simulator/faults'

/** Sixty tokens, no two the same, with everything that bytes can get wrong. */
export const TOKENS: readonly string[] = Array.from({ length: 60 }, (_, n) => {
  const spice = ['', ' ü', '\n', ' "quoted"', ' 🎉', '\n\n', ' a\\b', ' 中文', ',', ' {}'][n % 10] ?? ''
  return `${n === 0 ? '' : ' '}word${n}${spice}`
})
export const TEXT = TOKENS.join('')

/** Ways in which a stream breaks after so many tokens. */
export const BREAKS = {
  'reset': (after: number): Behavior => cutAt({ afterTokens: after }, 'reset'),
  'destroyed': (after: number): Behavior => cutAt({ afterTokens: after }, 'destroy'),
  'stall': (after: number): Behavior => hangAfterTokens(after),
  'clean-end': (after: number): Behavior => cutAt({ afterTokens: after }, 'end'),
  'error-event': (after: number): Behavior => errorAfterTokens(after),
  'half-an-event': (after: number): Behavior =>
    after === TOKENS.length ? cutAt({ afterTokens: after }, 'end') : cutAt({ insideToken: after + 1 }, 'end'),
} as const
export type Break = keyof typeof BREAKS

/** What a client of a stream sees of it through the SDK's iterator. */
export interface Seen {
  readonly text: string
  readonly reasoning: string
  readonly ids: number
  readonly models: number
  readonly roles: number
  readonly finishes: readonly string[]
  readonly usages: readonly OpenAI.CompletionUsage[]
  readonly requestId: string | null
  readonly error: APIError | null
}

export const MESSAGES = [{ role: 'user', content: 'Tell me' }] as const

/** Streams an answer with the unmodified SDK. */
export async function watch(client: OpenAI, model: string, body: object = {}): Promise<Seen> {
  const chunks: OpenAI.ChatCompletionChunk[] = []
  let error: APIError | null = null
  let requestId: string | null = null
  try {
    const asked = client.chat.completions.create({ model, messages: [...MESSAGES], stream: true, ...body })
    const { data, response } = await asked.withResponse()
    requestId = response.headers.get('x-request-id')
    for await (const chunk of data) chunks.push(chunk)
  } catch (thrown) {
    if (!(thrown instanceof APIError)) throw thrown
    error = thrown
  }
  const choices = chunks.flatMap((chunk) => chunk.choices)
  const deltas: (OpenAI.ChatCompletionChunk.Choice.Delta & { reasoning_content?: string })[] = choices.map(
    ({ delta }) => delta,
  )
  return {
    text: deltas.map(({ content }) => content ?? '').join(''),
    reasoning: deltas.map(({ reasoning_content: thought }) => thought ?? '').join(''),
    ids: new Set(chunks.map(({ id }) => id)).size,
    models: new Set(chunks.map(({ model: name, created }) => `${name} ${created}`)).size,
    roles: deltas.filter(({ role }) => role !== undefined).length,
    finishes: choices.map(({ finish_reason: finish }) => finish).filter((finish) => finish !== null),
    usages: chunks.map(({ usage }) => usage ?? null).filter((usage) => usage !== null),
    requestId,
    error,
  }
}

/** One whole answer, as far as its shape goes. */
export const ONE_ANSWER = { ids: 1, models: 1, roles: 1, finishes: ['stop'], error: null } as const
