import { type Bench, interleaved } from '../bench.ts'
import { differences, type Finding } from '../finding.ts'
import { chatBody } from '../load/chat-body.ts'
import { cpuCost } from '../measure/cpu-cost.ts'
import type { Target } from '../target.ts'
import { STREAM_EVENTS } from '../upstream.ts'

const BYTES = 300
const WARM_UP_SECONDS = 2
/** Microseconds of CPU per event. */
const GOAL_US = 4

const CHAT = '/v1/chat/completions'
const MESSAGES = '/v1/messages'

interface Way {
  /** What the client speaks. */
  readonly path: string
  /** Whose model answers. */
  readonly model: string
  /** `null`: the same dialect on both sides. */
  readonly what: string | null
}

/** Of one client's dialect, what is passed through comes before what is translated for it. */
const WAYS: readonly Way[] = [
  { path: CHAT, model: 'bench-stream', what: null },
  { path: CHAT, model: 'bench-anthropic', what: 'Messages for a client of chat completions' },
  { path: CHAT, model: 'bench-gemini', what: 'Gemini for a client of chat completions' },
  { path: MESSAGES, model: 'bench-anthropic', what: null },
  { path: MESSAGES, model: 'bench-stream', what: 'chat completions for a client of Messages' },
]

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
  for (const way of WAYS) await cost(way, WARM_UP_SECONDS)
  const costs = await interleaved(bench, WAYS, (way) => cost(way, bench.seconds))
  return WAYS.flatMap((way): Finding[] => {
    const { what, path } = way
    const passed = WAYS.find((one) => one.path === path && one.what === null)
    const values = costs.get(way) ?? []
    const base = passed === undefined ? [] : (costs.get(passed) ?? [])
    const name = what ?? `${path === CHAT ? 'chat completions' : 'Messages'} as they are`
    const row = `Backstay: CPU per streamed event, ${name}`
    const absolute: Finding = { what: row, against: '–', unit: 'µs', values, goal: null }
    if (what === null) return [absolute]
    const more = differences(values, base)
    return [{ what: row, against: 'passed through', unit: 'µs', values: more, goal: GOAL_US }, absolute]
  })
}

function asked(backstay: Target, { path, model }: Way): Target {
  return { ...backstay, path: () => path, model: () => model }
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
  const isWhole = /data: \[DONE\]|event: message_stop/.test(text) && words === STREAM_EVENTS - 2
  if (response.status !== 200 || !isWhole) {
    throw new Error(
      `${target.path('stream')} of ${target.model('stream')}: ${words} words, status ${response.status}: ${text.slice(0, 500)}`,
    )
  }
}
