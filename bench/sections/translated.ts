import { type Bench, interleaved } from '../bench.ts'
import { differences, type Finding } from '../finding.ts'
import { chatBody } from '../load/chat-body.ts'
import { cpuCost } from '../measure/cpu-cost.ts'
import { warmUp } from '../measure/warm-up.ts'
import type { Target } from '../target.ts'
import { STREAM_EVENTS } from '../upstream.ts'

const BYTES = 300
const WARM_UP_SECONDS = 8
/** Microseconds of CPU per event. */
const GOAL_US = 4

interface Client {
  readonly name: string
  readonly path: (model: string) => string
  /** Absent: chat completions. */
  readonly body?: (text: string, model: string) => object
}

const CHAT: Client = { name: 'chat completions', path: () => '/v1/chat/completions' }
const MESSAGES: Client = { name: 'Messages', path: () => '/v1/messages' }
const RESPONSES: Client = {
  name: 'Responses',
  path: () => '/v1/responses',
  body: (text, model) => ({ model, stream: true, input: [{ role: 'user', content: text }] }),
}
const GEMINI: Client = {
  name: 'Gemini',
  path: (model) => `/v1beta/models/${model}:streamGenerateContent?alt=sse`,
  body: (text) => ({ contents: [{ role: 'user', parts: [{ text }] }] }),
}

interface Way {
  readonly client: Client
  /** Whose model answers. */
  readonly model: string
  readonly what: string
  /** What passes as it is, against which it stands; `null`: it passes itself. */
  readonly against: Way | null
}

const AS_CHAT: Way = {
  client: CHAT,
  model: 'bench-stream',
  what: 'chat completions as they are',
  against: null,
}
const AS_MESSAGES: Way = {
  client: MESSAGES,
  model: 'bench-anthropic',
  what: 'Messages as they are',
  against: null,
}
const AS_GEMINI: Way = { client: GEMINI, model: 'bench-gemini', what: 'Gemini as it is', against: null }

/** Nothing here answers in the words of Responses: what is written for its clients stands against chat completions. */
const WAYS: readonly Way[] = [
  AS_CHAT,
  AS_MESSAGES,
  AS_GEMINI,
  ...to(CHAT, AS_CHAT, [AS_MESSAGES, AS_GEMINI]),
  ...to(MESSAGES, AS_MESSAGES, [AS_CHAT, AS_GEMINI]),
  ...to(GEMINI, AS_GEMINI, [AS_CHAT, AS_MESSAGES]),
  ...to(RESPONSES, AS_CHAT, [AS_CHAT, AS_MESSAGES, AS_GEMINI]),
]

function to(client: Client, against: Way, from: readonly Way[]): Way[] {
  return from.map(({ model, what }) => {
    const words = what.replace(/ as (they are|it is)$/, '')
    return { client, model, what: `${words} for a client of ${client.name}`, against }
  })
}

/** CPU per event of streams that are put into another dialect, against streams that pass as they are. */
export async function measureTranslated(bench: Bench): Promise<Finding[]> {
  const { backstay } = bench
  if (backstay === null) return []
  const targets = new Map(WAYS.map((way) => [way, asked(backstay, way)]))
  for (const target of targets.values()) await verifyWhole(target)
  bench.say(`streams of ${STREAM_EVENTS} events, passed through and translated`)
  const cost = async (way: Way, seconds: number): Promise<number> => {
    const target = targets.get(way) ?? backstay
    const { microseconds, requests } = await cpuCost(
      target,
      { kind: 'stream', bytes: BYTES },
      { ...bench, seconds },
    )
    return microseconds / requests / STREAM_EVENTS
  }
  await warmUp(WAYS, WARM_UP_SECONDS, cost)
  const costs = await interleaved(bench, WAYS, (way) => cost(way, bench.seconds))
  return WAYS.flatMap((way): Finding[] => {
    const { what, against } = way
    const values = costs.get(way) ?? []
    const row = `Backstay: CPU per streamed event, ${what}`
    const absolute: Finding = { what: row, against: '–', unit: 'µs', values, goal: null }
    if (against === null) return [absolute]
    const more = differences(values, costs.get(against) ?? [])
    return [{ what: row, against: 'passed through', unit: 'µs', values: more, goal: GOAL_US }, absolute]
  })
}

function asked(backstay: Target, { client, model }: Way): Target {
  const { path, body } = client
  const own = body === undefined ? {} : { body: (text: string) => body(text, model) }
  return { ...backstay, path: () => path(model), model: () => model, ...own }
}

/** An error in another dialect is no result. */
async function verifyWhole(target: Target): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${target.port}${target.path('stream')}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...target.headers('stream') },
    body: chatBody(target, 'stream', BYTES),
  })
  const text = await response.text()
  const words = text.match(/" word\d+"/g)?.length ?? 0
  const isWhole =
    /data: \[DONE\]|event: message_stop|response\.completed|"finishReason"/.test(text) &&
    words === STREAM_EVENTS - 2
  if (response.status !== 200 || !isWhole) {
    throw new Error(
      `${target.path('stream')} of ${target.model('stream')}: ${words} words, status ${response.status}: ${text.slice(0, 500)}`,
    )
  }
}
