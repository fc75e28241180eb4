import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StrategyId } from '#domain/strategy'
import type { Behavior } from '#simulator/behavior'
import type { Cause } from './engine-causes.ts'
import { CAUSES, classOf } from './engine-causes.ts'
import { limited } from './limited.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

const PLACES = ['a', 'b', 'c'] as const
type PlaceName = (typeof PLACES)[number]

/** What a strategy orders by, so that `a` is first, and who follows it by the routing rules. */
interface Ordered {
  readonly strategy: StrategyId
  readonly places: readonly PlaceName[]
  /** Members of the deployments. */
  readonly members?: Readonly<Record<PlaceName, object>>
  /** Places differ in how soon and how fast they answer. */
  readonly paced?: true
  /** Requests that are answered before the one in question, so that there is something to order by. */
  readonly before: number
  /** Has an attempt under way that does not end. */
  readonly busy?: PlaceName
  readonly next: PlaceName
}

/**
 * Far enough apart that no machine is too busy to tell them: times until the first token of a stream, and numbers of
 * tokens that whole answers claim to have.
 */
const PACES = {
  a: { firstTokenMs: 0, output: 100_000 },
  b: { firstTokenMs: 250, output: 1_000 },
  c: { firstTokenMs: 1_000, output: 10 },
} as const

/** Catalog prices per million tokens, input and output: 0.10 and 0.40, 0.15 and 0.60, 2.50 and 10. */
const PRICED = {
  a: { model: 'gpt-4.1-nano' },
  b: { model: 'gpt-4o-mini' },
  c: { model: 'gpt-4o' },
} as const

const ORDERED: readonly Ordered[] = [
  { strategy: 'failover', places: PLACES, before: 0, next: 'b' },
  {
    // Lower number first: the order of the list is another one.
    strategy: 'priority',
    places: PLACES,
    members: { a: { priority: 1 }, b: { priority: 3 }, c: { priority: 2 } },
    before: 0,
    next: 'c',
  },
  // The fourth request begins the second round.
  { strategy: 'round_robin', places: PLACES, before: 3, next: 'b' },
  { strategy: 'balanced', places: PLACES, before: 3, next: 'b' },
  {
    // Most of the weight is first of all, and the others follow by theirs.
    strategy: 'weighted',
    places: PLACES,
    members: { a: { weight: 7 }, b: { weight: 1 }, c: { weight: 2 } },
    before: 0,
    next: 'c',
  },
  { strategy: 'latency', places: PLACES, paced: true, before: 4, next: 'b' },
  { strategy: 'throughput', places: PLACES, paced: true, before: 4, next: 'b' },
  { strategy: 'cost', places: PLACES, members: PRICED, before: 0, next: 'b' },
  { strategy: 'least_busy', places: PLACES, before: 1, busy: 'b', next: 'c' },
  // Two are drawn, so that of two places both are.
  { strategy: 'adaptive', places: ['a', 'b'], paced: true, before: 4, next: 'b' },
]

/** One way to fail for every class that a provider can cause before the commit. */
const BY_CLASS: readonly Cause[] = [
  ...new Set(CAUSES.flatMap((one) => [one.class, one.streamClass ?? one.class])),
]
  .map((name) => CAUSES.find((one) => (one.streamClass ?? one.class) === name && one.behavior !== null))
  .filter((one) => one !== undefined)

interface Case {
  readonly name: string
  readonly ordered: Ordered
  readonly cause: Cause
  readonly streamed: boolean
}

const CASES: readonly Case[] = ORDERED.flatMap((ordered) =>
  BY_CLASS.flatMap((cause) =>
    [false, true].map((streamed) => ({
      name: `${ordered.strategy}.${cause.id}.${streamed ? 'streamed' : 'whole'}`,
      ordered,
      cause,
      streamed,
    })),
  ),
)

let backstay: Backstay

beforeAll(async () => {
  backstay = await startBackstay(
    {
      providers: Object.fromEntries(PLACES.map((place) => [place, { kind: 'openai', base_url: '${SIM0}' }])),
      models: CASES.map(({ name, ordered }) => ({
        name,
        strategy: ordered.strategy,
        fallbacks: [],
        deployments: ordered.places.map((place) => ({
          provider: place,
          model: name,
          api_key: keyOf(name, place),
          ...ordered.members?.[place],
        })),
      })),
      keys: [{ name: 'app', key: '${KEY}' }],
    },
    1,
  )
  for (const { name, ordered, streamed } of CASES) {
    for (const place of ordered.paced === true ? PLACES : []) script(name, place, paceOf(place, streamed))
  }
})

afterAll(() => backstay.close())

function keyOf(name: string, place: PlaceName): string {
  return `${place}-key-of-${name}`
}

function paceOf(place: PlaceName, streamed: boolean): Behavior {
  const { firstTokenMs, output } = PACES[place]
  return { usage: { output }, delays: { beforeFirstTokenMs: streamed ? firstTokenMs : 0 } }
}

function script(name: string, place: PlaceName, behavior: Behavior): void {
  backstay.simulators[0]?.script.forKey(keyOf(name, place), behavior)
}

async function ask({ name, streamed }: Case, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(`${backstay.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'authorization': `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: name,
      stream: streamed,
      messages: [{ role: 'user', content: 'Hello' }],
      backstay: { triggers: ['any'] },
    }),
    ...(signal !== undefined && { signal }),
  })
  const text = await response.text()
  if (!text.includes('simulated')) throw new Error(`not an answer: ${text.slice(0, 500)}`)
  return response
}

/** Who answers when the place that is first fails. */
async function placeOf(one: Case): Promise<object> {
  const { name, ordered, cause } = one
  for (let n = 0; n < ordered.before; n++) await ask(one)
  const gone = new AbortController()
  const { busy } = ordered
  if (busy !== undefined) {
    script(name, busy, { hang: 'before_first_token' })
    const key = keyOf(name, busy)
    ask(one, gone.signal).catch(() => undefined)
    await backstay.simulators[0]?.until((requests) => requests.some(({ apiKey }) => apiKey === key))
  }
  script(name, 'a', cause.behavior ?? {})
  const { headers } = await ask(one)
  gone.abort()
  const header = (suffix: string): string | null => headers.get(`x-backstay-${suffix}`)
  return { by: header('provider'), attempts: header('attempts'), after: header('fallback-reason') }
}

const limit = limited(24)

describe.concurrent.each(ORDERED)('the strategy $strategy', (ordered) => {
  it.each(BY_CLASS)('goes on where it says after $class ($id)', async (cause) => {
    const cases = CASES.filter((one) => one.ordered === ordered && one.cause === cause)
    for (const one of cases) {
      const place = await limit(() => placeOf(one))
      const after = classOf(cause, one.streamed)
      expect(place, one.name).toEqual({ by: ordered.next, attempts: '2', after })
    }
  })
})
