import type OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Behavior } from '#simulator/behavior'
import type { Break } from './continued.ts'
import { BREAKS, MESSAGES, ONE_ANSWER, TEXT, TOKENS, watch } from './continued.ts'
import { limited } from './limited.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

/** What the second deployment does when it is given the beginning, and what that comes to. */
const SECONDS: readonly { readonly id: string; readonly prefill: unknown; readonly behavior: Behavior }[] = [
  { id: 'prefill', prefill: 'plain', behavior: { prefill: { does: 'continue' } } },
  { id: 'prefix', prefill: 'prefix', behavior: { prefill: { style: 'prefix', does: 'continue' } } },
  {
    id: 'final-message',
    prefill: 'continue_final_message',
    behavior: { prefill: { style: 'continue_final_message', does: 'continue' } },
  },
  { id: 'echo', prefill: 'plain', behavior: { prefill: { does: 'echo' } } },
  { id: 'refused', prefill: 'plain', behavior: { prefill: { does: 'refuse' } } },
  { id: 'restart', prefill: null, behavior: {} },
]

/** Those are asked for by the stream helper of the SDK too. */
const HELPED = ['prefill', 'refused']

interface Case {
  readonly name: string
  readonly second: (typeof SECONDS)[number]
  readonly kind: Break
  readonly after: number
}

/** At every token the two rungs that matter, in every way to break; the others by one way to break. */
const CASES: readonly Case[] = SECONDS.flatMap((second) =>
  (Object.keys(BREAKS) as Break[])
    .filter((kind) => ['prefill', 'refused'].includes(second.id) || kind === 'reset')
    .flatMap((kind) =>
      TOKENS.map((_, n) => ({ name: `${second.id}.${kind}.${n + 1}`, second, kind, after: n + 1 })),
    ),
)

let backstay: Backstay

beforeAll(async () => {
  backstay = await startBackstay({
    providers: {
      first: { kind: 'openai-compatible', base_url: '${SIM0}' },
      second: { kind: 'openai-compatible', base_url: '${SIM1}' },
    },
    models: CASES.map(({ name, second, kind }) => ({
      name,
      fallbacks: [],
      deployments: [
        {
          provider: 'first',
          model: name,
          priority: 1,
          ...(kind === 'stall' && { timeouts: { idle_ms: 80 } }),
        },
        { provider: 'second', model: name, priority: 2, prefill: second.prefill },
      ],
    })),
    // So many broken streams at once are an outage, which is not amplified.
    routing: { retry_budget: { ratio: 1, min_per_second: 1_000 } },
    keys: [{ name: 'app', key: '${KEY}' }],
  })
  for (const { name, second, kind, after } of CASES) {
    backstay.simulators[0]?.script.forModel(name, { text: TOKENS, ...BREAKS[kind](after) })
    backstay.simulators[1]?.script.forModel(name, { text: TOKENS, ...second.behavior })
  }
})

afterAll(() => backstay.close())

const limit = limited(16)
/** By the ids of the requests. */
const used = new Map<string, OpenAI.CompletionUsage>()

/** What is wrong with one case, as a sentence; `null`: nothing. */
async function wrongWith({ name, second, after }: Case): Promise<string | null> {
  const seen = await watch(backstay.client, name, { stream_options: { include_usage: true } })
  const { text, error } = seen
  if (error !== null) return `${name}: ${error.message}`
  if (text !== TEXT) return `${name}: ${JSON.stringify(text)}`
  const { ids, models, roles, finishes } = seen
  const shape = { ids, models, roles, finishes, error }
  if (JSON.stringify(shape) !== JSON.stringify(ONE_ANSWER)) return `${name}: ${JSON.stringify(shape)}`
  if (HELPED.includes(second.id)) {
    const stream = backstay.client.chat.completions.stream({ model: name, messages: [...MESSAGES] })
    const { choices } = await stream.finalChatCompletion()
    const helped = choices.map(({ message, finish_reason: finish }) => [message.content, finish])
    if (JSON.stringify(helped) !== JSON.stringify([[TEXT, 'stop']]))
      return `${name}: ${JSON.stringify(helped)}`
  }
  const [usage] = seen.usages
  if (usage === undefined || seen.usages.length > 1) return `${name}: ${seen.usages.length} chunks with usage`
  used.set(seen.requestId ?? '', usage)
  const given = ['prefill', 'prefix', 'final-message'].includes(second.id)
  const written = given ? TOKENS.length - after : TOKENS.length
  // What the second provider reports, and an estimate of what the first one wrote: four characters a token, or bytes.
  const before = TOKENS.slice(0, after).join('')
  const [least, most] = [before.length / 4, Buffer.byteLength(JSON.stringify(before)) / 4 + 1]
  const output = usage.completion_tokens - written
  return output >= least && output <= most ? null : `${name}: ${output} output tokens beside ${written}`
}

describe.each(SECONDS)('a stream that breaks, with a second deployment that does $id', (second) => {
  const kinds = [...new Set(CASES.filter((one) => one.second === second).map(({ kind }) => kind))]

  it.each(kinds)('is one whole answer, broken at any token by %s', async (kind) => {
    const cases = CASES.filter((one) => one.second === second && one.kind === kind)
    const wrong = await Promise.all(cases.map((one) => limit(() => wrongWith(one))))
    expect(wrong.filter((sentence) => sentence !== null)).toEqual([])
  })
})

it('is one record, with the usage that the client was told', async () => {
  const all = CASES.length + CASES.filter(({ second }) => HELPED.includes(second.id)).length
  const records = (await backstay.records(all)).filter(({ id }) => used.has(id))
  expect(records).toHaveLength(CASES.length)
  for (const { id, tokens, status, routing, requestedModel } of records) {
    const told = used.get(id)
    expect([tokens?.input, tokens?.output], requestedModel).toEqual([
      told?.prompt_tokens,
      told?.completion_tokens,
    ])
    expect(status).toBe(200)
    expect(routing.continued).toHaveLength(1)
    expect(routing.attempts.map(({ outcome }) => outcome)).toContain('broken')
  }
})
