import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Budget } from '#domain/budget'
import type { Configuration } from '#domain/configuration'
import { NO_CONDITIONS } from '#domain/model'
import { TRIGGER_SETS } from '#domain/trigger-set'
import { NO_USAGE } from '#domain/usage'
import { chainOf, configuration, deployment, model } from '#simulator/sample'
import type { Behavior } from '#simulator/scripted-send'
import { SimulatedDataPlane, simulatedKey } from './data-plane.ts'

/** A thousandth of a dollar per token of output. */
const MILLI = { input: 0, output: 1_000, cachedInput: null }

const budget = (more: Partial<Budget> = {}): Budget => ({
  id: 'key app month',
  organisation: 'default',
  owner: { kind: 'key', name: 'app' },
  usd: 1,
  per: 'month',
  atLimit: 'block',
  ...more,
})

/** Models of which a token costs so many times `MILLI`; the first is asked for, the others are its fallbacks. */
function world(
  prices: Readonly<Record<string, number>>,
  own: Budget,
  cost: number | null = null,
): Configuration {
  const models = Object.entries(prices).map(([name, times]) =>
    model(name, [deployment(name, { price: { ...MILLI, output: MILLI.output * times } })]),
  )
  const base = configuration(models)
  const key = simulatedKey()
  return {
    ...base,
    keys: new Map([[key.sha256, { ...key, limits: { ...key.limits, budget: own } }]]),
    fallback: {
      ...base.fallback,
      list: Object.keys(prices).slice(1),
      conditions: {
        ...NO_CONDITIONS,
        set: TRIGGER_SETS.standard,
        cost: cost === null ? null : { threshold: cost, to: null },
      },
    },
  }
}

const answers = (tokens: number, more: Partial<Extract<Behavior, { kind: 'answer' }>> = {}): Behavior => ({
  kind: 'answer',
  afterMs: 100,
  lastsMs: 0,
  usage: { ...NO_USAGE, input: 1, output: tokens },
  ...more,
})
const FAILS: Behavior = {
  kind: 'fail',
  afterMs: 100,
  failure: { class: 'server_error', detail: 'scripted', status: 500 },
}
const ASKS_TEN = { body: { maxOutputTokens: 10 } }

describe('money in the run', () => {
  it('is reserved for every attempt, given back by those that fail, and settled with the real cost', async () => {
    const own = budget()
    const plane = new SimulatedDataPlane(world({ m: 1, n: 2 }, own), ({ deployment: { label } }) =>
      label === 'm' ? FAILS : answers(7),
    )
    const served = plane.request('m', ASKS_TEN)
    await plane.clock.advance(50)
    expect(plane.budgets.standing(own)).toMatchObject({ spentUsd: 0, reservedUsd: 0.01 })
    await plane.clock.advance(100)
    expect(plane.budgets.standing(own)).toMatchObject({ spentUsd: 0, reservedUsd: 0.02 })
    expect(await plane.clock.until(served)).toMatchObject({ status: 200, model: 'n' })
    expect(plane.budgets.standing(own)).toMatchObject({ spentUsd: 0.014, reservedUsd: 0 })
  })

  it('is given back when the client hangs up before anything was used', async () => {
    const own = budget()
    const plane = new SimulatedDataPlane(world({ m: 1 }, own), () => ({ kind: 'hang' }))
    const served = await plane.clock.until(plane.request('m', { ...ASKS_TEN, hangUpAfterMs: 50 }))
    expect(served.status).toBe(499)
    expect(plane.budgets.standing(own)).toMatchObject({ spentUsd: 0, reservedUsd: 0 })
  })

  it('is given back when a bug of ours ends the request, which has its record all the same', async () => {
    const own = budget()
    const plane = new SimulatedDataPlane(world({ m: 1 }, own), () => {
      throw new Error('a bug')
    })
    await expect(plane.request('m', ASKS_TEN)).rejects.toThrow('a bug')
    expect(plane.budgets.standing(own)).toMatchObject({ spentUsd: 0, reservedUsd: 0 })
    expect(plane.records).toMatchObject([{ status: 500, errorClass: 'internal_error', key: 'app' }])
  })

  it('that runs out between two attempts of a request keeps it from the next one', async () => {
    const own = budget({ usd: 0.025 })
    const plane = new SimulatedDataPlane(world({ m: 1, n: 2 }, own), ({ deployment: { label } }) =>
      label === 'm' ? FAILS : answers(10),
    )
    const first = plane.request('m', ASKS_TEN)
    await plane.clock.advance(50)
    plane.budgets.reserve({ budgets: [own], usd: 0.015, cheaper: false })
    expect((await plane.clock.until(first)).status).toBe(502)
    expect(plane.send.calls).toEqual(['m'])
    expect(plane.records[0]?.routing.skipped).toEqual([
      { deployment: 'n', reason: 'no room in the monthly budget of the API key "app"' },
    ])
  })

  it('that runs low between two attempts is looked at anew for the next candidate', async () => {
    const own = budget({ usd: 0.2 })
    const plane = new SimulatedDataPlane(world({ m: 3, n: 2, o: 1 }, own, 0.8), ({ deployment: { label } }) =>
      label === 'm' ? FAILS : answers(10),
    )
    expect((await plane.clock.until(plane.request('m', ASKS_TEN))).model).toBe('n')
    const low = plane.request('m', ASKS_TEN)
    await plane.clock.advance(50)
    plane.budgets.reserve({ budgets: [own], usd: 0.145, cheaper: false })
    expect((await plane.clock.until(low)).model).toBe('o')
    expect(plane.send.calls).toEqual(['m', 'n', 'm', 'o'])
    expect(plane.records[1]?.routing.skipped).toEqual([
      {
        deployment: 'n',
        reason: 'put after cheaper ones: 82 % of the monthly budget of the API key "app" is used',
      },
    ])
  })

  it('is never overdrawn by 500 requests at once for the money of 100', async () => {
    const own = budget({ usd: 1 })
    const plane = new SimulatedDataPlane(world({ m: 1 }, own), () => answers(10))
    const served = await plane.clock.until(
      Promise.all(Array.from({ length: 500 }, () => plane.request('m', ASKS_TEN))),
    )
    expect(served.filter(({ status }) => status === 200)).toHaveLength(100)
    expect(served.filter(({ code }) => code === 'budget_exhausted')).toHaveLength(400)
    expect(plane.budgets.standing(own)).toMatchObject({ spentUsd: 1, reservedUsd: 0 })
    expect(plane.events.map(({ share }) => share)).toEqual([0.5, 0.8, 1])
  })
})

/** Tokens of output that were used, of failed attempts where the provider told of them. */
const tokens = fc.integer({ min: 0, max: 10 })
const times = { afterMs: fc.integer({ min: 0, max: 500 }), lastsMs: fc.integer({ min: 0, max: 500 }) }
const attempt = fc.oneof(
  fc.record({ kind: fc.constant('answer' as const), ...times, tokens }),
  fc.record({ kind: fc.constant('break' as const), ...times, tokens }),
  fc.record({ kind: fc.constant('fail' as const), ...times, tokens: fc.option(tokens) }),
)

function played({
  kind,
  afterMs,
  lastsMs,
  tokens: output,
}: typeof attempt extends fc.Arbitrary<infer A> ? A : never): Behavior {
  const usage = { ...NO_USAGE, input: 1, output: output ?? 0 }
  if (kind === 'answer') return answers(output ?? 0, { afterMs, lastsMs })
  const failure = { class: 'server_error', detail: 'scripted', status: 500 } as const
  if (kind === 'break') return { kind, afterMs, lastsMs, failure, usage }
  return { kind, afterMs, failure, ...(output !== null && { usage }) }
}

const traffic = fc.record({
  usd: fc.integer({ min: 0, max: 120 }).map((milli) => milli / 1_000),
  hedgeAfterMs: fc.option(fc.integer({ min: 0, max: 300 })),
  requests: fc.array(
    fc.record({
      gapMs: fc.integer({ min: 0, max: 200 }),
      hangUpAfterMs: fc.option(fc.integer({ min: 0, max: 800 })),
      streamed: fc.boolean(),
    }),
    { maxLength: 20 },
  ),
  script: fc.array(attempt, { minLength: 1, maxLength: 30 }),
})

/** The same models as a chain that hedges. */
function hedging(config: Configuration, afterMs: number | null): Configuration {
  const steps = [...config.models.values()]
  const hedge = afterMs === null ? null : { name: 'c', afterMs, afterP95: false, maxShare: 1 }
  return {
    ...config,
    chains: new Map([
      ['c', chainOf('c', steps, { hedge, conditions: { ...NO_CONDITIONS, set: TRIGGER_SETS.standard } })],
    ]),
  }
}

describe('whatever requests do', () => {
  it('a budget that blocks is never overdrawn, and in the end nothing is reserved and records tell what was spent', () =>
    fc.assert(
      fc.asyncProperty(traffic, async ({ usd, hedgeAfterMs, requests, script }) => {
        const own = budget({ usd })
        let turn = 0
        const config = hedging(world({ m: 2, n: 1 }, own), hedgeAfterMs)
        const plane = new SimulatedDataPlane(config, () => {
          const next = script[turn++ % script.length]
          return next === undefined ? FAILS : played(next)
        })
        const all: Promise<unknown>[] = []
        for (const { gapMs, hangUpAfterMs, streamed } of requests) {
          await plane.clock.advance(gapMs)
          all.push(plane.request('c', { body: { maxOutputTokens: 10, streamed }, hangUpAfterMs }))
          const { spentUsd, reservedUsd } = plane.budgets.standing(own)
          expect(spentUsd + reservedUsd).toBeLessThanOrEqual(usd + 1e-9)
        }
        await plane.clock.until(Promise.all(all))
        const { spentUsd, reservedUsd } = plane.budgets.standing(own)
        expect(reservedUsd).toBe(0)
        expect(spentUsd).toBeLessThanOrEqual(usd + 1e-9)
        const recorded = plane.records.reduce(
          (sum, { costUsd, wastedCostUsd }) => sum + (costUsd ?? 0) + (wastedCostUsd ?? 0),
          0,
        )
        expect(recorded).toBeCloseTo(spentUsd, 9)
        expect(plane.clock.pending).toBe(0)
      }),
      { numRuns: Number(process.env['BACKSTAY_PROPERTY_RUNS'] ?? 200) },
    ))
})
