import fc from 'fast-check'
import type { Configuration } from '#domain/configuration'
import type { Failure } from '#domain/failure'
import { FAILURE_CLASSES } from '#domain/failure'
import { TRIGGER_SETS } from '#domain/trigger-set'
import type { Behavior } from '#simulator/scripted-send'
import { configuration, deployment, model, RETRY } from '#simulator/sample'
import { movingOn } from '#domain/model'

const failure: fc.Arbitrary<Failure> = fc
  .record({
    class: fc.constantFrom(...FAILURE_CLASSES.filter((name) => name !== 'quality')),
    hint: fc.option(fc.integer({ min: 1, max: 12_000 }), { nil: undefined }),
  })
  .map(({ class: failureClass, hint }) => ({
    class: failureClass,
    detail: 'scripted',
    ...(hint === undefined ? {} : { retryAfterMs: hint }),
  }))
const delay = fc.integer({ min: 0, max: 15_000 })
const behavior: fc.Arbitrary<Behavior> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('answer' as const), afterMs: delay, lastsMs: delay }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('fail' as const), afterMs: delay, failure }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('break' as const), afterMs: delay, lastsMs: delay, failure }),
  },
  { weight: 1, arbitrary: fc.constantFrom<Behavior>({ kind: 'hang' }, { kind: 'unreachable' }) },
)

export const PLACES = 4
const place = fc.nat(PLACES - 1)

/** What happens, one after the other; requests that have begun go on meanwhile. */
const event = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('arrive' as const),
      streamed: fc.boolean(),
      model: fc.constantFrom('m', 'n'),
      deadlineMs: fc.constantFrom(500, 20_000, 600_000),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(8_000) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('hang_up' as const), which: fc.nat(50) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('behave' as const), place, behavior }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('switch' as const), place }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('manual' as const),
      place,
      state: fc.constantFrom('drained' as const, 'forced_open' as const),
      forMs: fc.integer({ min: 1, max: 30_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reset' as const), place }) },
)

export const story = fc.record({
  seed: fc.integer(),
  maxAttempts: fc.integer({ min: 1, max: 3 }),
  maxTotalAttempts: fc.integer({ min: 1, max: 6 }),
  triggers: fc.constantFrom(...(Object.keys(TRIGGER_SETS) as (keyof typeof TRIGGER_SETS)[])),
  requestsPerMinute: fc.option(fc.integer({ min: 1, max: 6 })),
  concurrency: fc.option(fc.integer({ min: 1, max: 4 })),
  behaviors: fc.array(behavior, { minLength: PLACES, maxLength: PLACES }),
  events: fc.array(event, { minLength: 1, maxLength: 40 }),
})

export type Story = typeof story extends fc.Arbitrary<infer S> ? S : never

export const labelOf = (index: number): string => `${index < 2 ? 'm' : 'n'}/${index}`

/** Two models with two places each, those that are switched off disabled. */
export function configurationOf(told: Story, off: ReadonlySet<number>): Configuration {
  const retry = { ...RETRY, maxAttempts: told.maxAttempts }
  const places = Array.from({ length: PLACES }, (_, index) =>
    deployment(labelOf(index), {
      enabled: !off.has(index),
      requestsPerMinute: told.requestsPerMinute,
      priority: index,
    }),
  )
  const models = [model('m', places.slice(0, 2), { retry }), model('n', places.slice(2), { retry })]
  const base = configuration(models, { maxTotalAttempts: told.maxTotalAttempts })
  const conditions = movingOn(TRIGGER_SETS[told.triggers])
  return { ...base, fallback: { ...base.fallback, list: ['n', 'm'], conditions } }
}
