import fc from 'fast-check'
import type { Budget } from '#domain/budget'
import type { Configuration } from '#domain/configuration'
import type { Failure } from '#domain/failure'
import { FAILURE_CLASSES } from '#domain/failure'
import { TRIGGER_SETS } from '#domain/trigger-set'
import type { Behavior } from '#simulator/scripted-send'
import { chainOf, configuration, deployment, model, RETRY } from '#simulator/sample'
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
      model: fc.constantFrom('m', 'n', 'c'),
      session: fc.option(fc.constantFrom('one', 'two')),
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
  queue: fc.option(
    fc.record({ max: fc.integer({ min: 1, max: 4 }), waitMs: fc.constantFrom(500, 5_000, 70_000) }),
  ),
  budget: fc.option(
    fc.record({
      usd: fc.constantFrom(0.0005, 0.005, 0.05),
      atLimit: fc.constantFrom('block' as const, 'switch' as const),
    }),
  ),
  /** Of the chain "c", which has the places of both models. */
  hedge: fc.option(
    fc.record({ afterMs: fc.integer({ min: 1, max: 4_000 }), maxShare: fc.constantFrom(0.1, 1) }),
  ),
  behaviors: fc.array(behavior, { minLength: PLACES, maxLength: PLACES }),
  events: fc.array(event, { minLength: 1, maxLength: 40, size: 'max' }),
})

export type Story = typeof story extends fc.Arbitrary<infer S> ? S : never

export const labelOf = (index: number): string => `${index < 2 ? 'm' : 'n'}/${index}`

/** What the key of the story has to spend. */
export function budgetOf({ budget }: Story): Budget | null {
  if (budget === null) return null
  const owner = { kind: 'key', name: 'app' } as const
  return { id: 'key app day', organisation: 'default', owner, per: 'day', ...budget }
}

/** Two models with two places each, those that are switched off disabled, and a chain of both. */
export function configurationOf(told: Story, off: ReadonlySet<number>): Configuration {
  const retry = { ...RETRY, maxAttempts: told.maxAttempts }
  const places = Array.from({ length: PLACES }, (_, index) =>
    deployment(labelOf(index), {
      enabled: !off.has(index),
      requestsPerMinute: told.requestsPerMinute,
      priority: index,
      price: { input: 1, output: 1 + index, cachedInput: null },
    }),
  )
  const { queue } = told
  const models = [
    model('m', places.slice(0, 2), { retry, queue }),
    model('n', places.slice(2), { retry, queue }),
  ]
  const hedge = told.hedge === null ? null : { name: 'c', afterP95: false, ...told.hedge }
  const chains = new Map([['c', chainOf('c', models, { hedge })]])
  const base = configuration(models, { maxTotalAttempts: told.maxTotalAttempts, chains })
  const conditions = movingOn(TRIGGER_SETS[told.triggers])
  return { ...base, fallback: { ...base.fallback, list: ['n', 'm'], conditions } }
}
