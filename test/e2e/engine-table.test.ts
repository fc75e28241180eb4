import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FailureClass } from '#domain/failure'
import { FAILURE_CLASSES } from '#domain/failure'
import type { Cause, SetName } from './engine-causes.ts'
import { CAUSES, classOf, SETS } from './engine-causes.ts'
import { limited } from './limited.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

/** Where there is to move to: another model, or another deployment of the same one before it. */
const PLACES = ['model', 'deployment'] as const
type Place = (typeof PLACES)[number]

/** Classes that are triggers by their own name and nothing else; the others are sets or types too. */
const CLASS_NAMES = [
  'quota_exhausted',
  'request_exceeds_limit',
  'overloaded',
  'server_error',
  'network',
  'permission',
  'model_unavailable',
  'context_length',
  'content_filter',
  'refusal',
  'invalid_request',
  'tool_generation_failed',
  'stream_interrupted',
  'empty_response',
] as const satisfies readonly FailureClass[]

const NONE = 'none'
const TRIGGERS: Readonly<Record<Place, readonly string[]>> = {
  model: [...SETS, ...CLASS_NAMES, NONE],
  deployment: [...SETS, NONE],
}

interface Case {
  readonly name: string
  readonly cause: Cause
  readonly place: Place
  readonly trigger: string
  readonly streamed: boolean
}

// Every case has models, keys and upstream names of its own, so that no breaker or bench of one is seen by another.
const CASES: readonly Case[] = CAUSES.flatMap((cause) =>
  [false, true].flatMap((streamed) =>
    PLACES.flatMap((place) =>
      TRIGGERS[place].map((trigger) => ({
        name: `${cause.id}.${place}.${trigger}.${streamed ? 'streamed' : 'whole'}`,
        cause,
        place,
        trigger,
        streamed,
      })),
    ),
  ),
)

/** Long enough for an answer, short for one that never comes. */
const DEADLINE_MS = 1_500

let backstay: Backstay

beforeAll(async () => {
  backstay = await startBackstay({
    providers: {
      failing: { kind: 'openai-compatible', base_url: '${SIM0}' },
      healthy: { kind: 'openai-compatible', base_url: '${SIM1}' },
      dead: { kind: 'openai-compatible', base_url: '${DEAD}' },
    },
    models: [
      { name: 'backup', fallbacks: [], deployments: [{ provider: 'healthy', model: 'backup' }] },
      ...CASES.map(modelOf),
    ],
    keys: [{ name: 'app', key: '${KEY}' }],
  })
  for (const { name, cause } of CASES) {
    if (cause.behavior !== null) backstay.simulators[0]?.script.forModel(name, cause.behavior)
  }
})

afterAll(() => backstay.close())

function modelOf({ name, cause, place }: Case): object {
  const failing = {
    provider: cause.behavior === null ? 'dead' : 'failing',
    model: name,
    api_key: `key-of-${name}`,
    priority: 1,
    ...(cause.hangs === true ? { timeouts: { first_token_ms: 60, answer_ms: 60 } } : {}),
  }
  const sibling = { provider: 'healthy', model: name, api_key: `other-key-of-${name}`, priority: 2 }
  return {
    name,
    fallbacks: place === 'model' ? ['backup'] : [],
    deployments: place === 'model' ? [failing] : [failing, sibling],
  }
}

const limit = limited(24)

/** What became of a request, in words. */
function outcomeOf({ name, cause, trigger, streamed }: Case): Promise<string> {
  return limit(async () => {
    const response = await fetch(`${backstay.url}/v1/chat/completions`, {
      method: 'POST',
      headers: {
        'authorization': `Bearer ${KEY}`,
        'content-type': 'application/json',
        ...(cause.hangs === true && { 'x-deadline-ms': String(DEADLINE_MS) }),
      },
      body: JSON.stringify({
        model: name,
        stream: streamed,
        messages: [{ role: 'user', content: 'Hello' }],
        backstay: { triggers: trigger === NONE ? [] : [trigger] },
      }),
    })
    const body = await response.text()
    const header = (suffix: string): string => response.headers.get(`x-backstay-${suffix}`) ?? ''
    if (header('attempts') === '2') {
      const answers = response.status === 200 && body.includes('simulated')
      return `${answers ? 'answered' : 'not answered'} by ${header('deployment')} after ${header('fallback-reason')}`
    }
    const retry = response.headers.get('x-should-retry')
    return `${header('attempts')} attempt, ${response.status}${retry === null ? '' : `, retry ${retry}`}`
  })
}

/** The same, by the rules. */
function ruleFor({ name, cause, place, trigger, streamed }: Case): string {
  const failureClass = classOf(cause, streamed)
  const named = cause.sets.includes(trigger as SetName) || trigger === failureClass
  if (named || (place === 'deployment' && cause.withinModel)) {
    return `answered by ${place === 'model' ? 'backup' : name}/healthy after ${failureClass}`
  }
  const { lastWord, mends } = cause
  return `1 attempt, ${lastWord}${mends || lastWord === 200 ? '' : ', retry false'}`
}

/** With nothing to move to at all, a stream begins with its first event and can no longer say what is missing. */
function beginsAtOnce({ cause, place, trigger, streamed }: Case): boolean {
  return (
    streamed &&
    place === 'model' &&
    trigger === NONE &&
    ['cut', 'empty', 'hang', 'tool-finish'].includes(cause.id)
  )
}

it('has a cause for every class of failure but those of our own conditions', () => {
  const caused = new Set(CAUSES.flatMap((cause) => [classOf(cause, false), classOf(cause, true)]))
  expect(FAILURE_CLASSES.filter((name) => !caused.has(name))).toEqual(['quality', 'latency'])
})

describe.concurrent.each(CAUSES)('a provider that answers with $id ($class)', (cause) => {
  it.each([false, true])('is left exactly where a trigger names it, streamed: %s', async (streamed) => {
    const cases = CASES.filter((one) => one.cause === cause && one.streamed === streamed)
    const seen = await Promise.all(cases.map(async (one) => [one.name, await outcomeOf(one)] as const))
    const rules = cases.map((one) => [one.name, beginsAtOnce(one) ? '1 attempt, 200' : ruleFor(one)] as const)
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(rules))
  })
})
