import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Configuration } from '#domain/configuration'
import type { QueueSettings } from '#domain/queue'
import { NO_USAGE } from '#domain/usage'
import { configuration, deployment, model } from '#simulator/sample'
import type { Behavior } from '#simulator/scripted-send'
import type { Served } from './data-plane.ts'
import { SimulatedDataPlane, simulatedKey } from './data-plane.ts'

/** One model with a limit; requests for a hundred tokens reserve 110 of them. */
function world(
  queue: QueueSettings,
  limits: { tokensPerMinute?: number; requestsPerMinute?: number },
): Configuration {
  const key = simulatedKey()
  const models = [model('m', [deployment('m1', limits)], { queue })]
  return { ...configuration(models), keys: new Map([[key.sha256, key]]) }
}

const uses = (tokens: number, afterMs = 1_000): Behavior => ({
  kind: 'answer',
  afterMs,
  lastsMs: 0,
  usage: { ...NO_USAGE, input: 10, output: tokens - 10 },
})
const ASKS_HUNDRED = { body: { maxOutputTokens: 100 } }
const QUEUE: QueueSettings = { max: 10, waitMs: 120_000 }

describe('the queue over the engine', () => {
  it('lets the next one pass when an answer used less than was reserved for it', async () => {
    const plane = new SimulatedDataPlane(world(QUEUE, { tokensPerMinute: 150 }), () => uses(20))
    const served = Promise.all([1, 2, 3].map(() => plane.request('m', ASKS_HUNDRED)))
    const ended = (await plane.clock.until(served)).map(({ status, endedAt }) => [status, endedAt])
    expect(ended).toEqual([
      [200, 1_000],
      [200, 2_000],
      [200, 3_000],
    ])
    expect(plane.records.map(({ routing }) => routing.queuedMs)).toEqual([undefined, 1_000, 2_000])
  })

  it('waits for the minute to pass on where everything was used, never above the limit', async () => {
    const plane = new SimulatedDataPlane(world(QUEUE, { requestsPerMinute: 2 }), () => uses(20))
    const served = Promise.all([1, 2, 3, 4].map(() => plane.request('m', ASKS_HUNDRED)))
    expect((await plane.clock.until(served)).map(({ endedAt }) => endedAt)).toEqual([
      1_000, 1_000, 62_000, 62_000,
    ])
  })

  it('gives back the place of a failed request at once', async () => {
    let calls = 0
    const failure = { class: 'invalid_request', detail: 'scripted', status: 400 } as const
    const plane = new SimulatedDataPlane(world(QUEUE, { tokensPerMinute: 150 }), () =>
      ++calls === 1 ? { kind: 'fail', afterMs: 500, failure } : uses(20),
    )
    const served = Promise.all([1, 2].map(() => plane.request('m', ASKS_HUNDRED)))
    expect((await plane.clock.until(served)).map(({ status, endedAt }) => [status, endedAt])).toEqual([
      [502, 500],
      [200, 1_500],
    ])
  })

  it('refuses with the time until there is room, when the wait is over and when too many wait', async () => {
    const queue = { max: 1, waitMs: 5_000 }
    const plane = new SimulatedDataPlane(world(queue, { requestsPerMinute: 1 }), () => uses(20))
    const [first, late, tooMany] = await plane.clock.until(
      Promise.all([1, 2, 3].map(() => plane.request('m', ASKS_HUNDRED))),
    )
    expect(first?.status).toBe(200)
    expect(late).toEqual({
      status: 429,
      code: 'no_capacity',
      retryAfterMs: 56_000,
      model: null,
      endedAt: 5_000,
    })
    expect(tooMany).toMatchObject({ status: 429, code: 'no_capacity', retryAfterMs: 61_000, endedAt: 0 })
  })

  it('lets no small request overtake a large one', async () => {
    const plane = new SimulatedDataPlane(world(QUEUE, { tokensPerMinute: 150 }), () => uses(20))
    const order: string[] = []
    // At once there would be room for the small one, but not for the large one before it.
    const send = async (name: string, maxOutputTokens: number): Promise<void> => {
      await plane.request('m', { body: { maxOutputTokens } })
      order.push(`${name} ${plane.clock.now()}`)
    }
    const all = Promise.all([send('first', 100), send('large', 120), send('small', 1)])
    await plane.clock.until(all)
    expect(order).toEqual(['first 1000', 'large 2000', 'small 3000'])
  })

  it('leaves nobody behind when the gateway ends', async () => {
    const plane = new SimulatedDataPlane(world(QUEUE, { requestsPerMinute: 1 }), () => uses(20))
    const served = Promise.all([1, 2, 3].map(() => plane.request('m', ASKS_HUNDRED)))
    await plane.clock.advance(2_000)
    plane.queue.drain(3_000)
    expect((await plane.clock.until(served)).map(({ code, endedAt }) => [code, endedAt])).toEqual([
      [null, 1_000],
      ['draining', 5_000],
      ['draining', 5_000],
    ])
    expect(plane.clock.pending).toBe(0)
  })
})

const scenario = fc.record({
  max: fc.integer({ min: 0, max: 5 }),
  waitMs: fc.integer({ min: 1, max: 100_000 }),
  tokensPerMinute: fc.integer({ min: 50, max: 400 }),
  requests: fc.array(
    fc.record({
      gapMs: fc.integer({ min: 0, max: 5_000 }),
      maxOutputTokens: fc.integer({ min: 1, max: 200 }),
      hangUpAfterMs: fc.option(fc.integer({ min: 0, max: 30_000 })),
      deadlineMs: fc.option(fc.integer({ min: 200, max: 60_000 })),
    }),
    { maxLength: 20 },
  ),
  answers: fc.array(
    fc.record({
      afterMs: fc.integer({ min: 0, max: 10_000 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      fails: fc.boolean(),
    }),
    { minLength: 1, maxLength: 20 },
  ),
})

describe('whoever comes, however long they wait', () => {
  it('everyone gets one answer in time, in the order of their coming, and nothing is left behind', () =>
    fc.assert(
      fc.asyncProperty(scenario, async ({ max, waitMs, tokensPerMinute, requests, answers }) => {
        const config = world({ max, waitMs }, { tokensPerMinute })
        let turn = 0
        const started: number[] = []
        const plane = new SimulatedDataPlane(config, ({ accepted }) => {
          started.push(Number(accepted.id.split('-')[1]))
          const { afterMs, share, fails } = answers[turn++ % answers.length] ?? {
            afterMs: 0,
            share: 1,
            fails: false,
          }
          if (fails)
            return { kind: 'fail', afterMs, failure: { class: 'invalid_request', detail: 'scripted' } }
          const tokens = 10 + Math.floor(share * (accepted.body.maxOutputTokens ?? 0))
          return uses(tokens, afterMs)
        })
        const all: Promise<Served>[] = []
        for (const { gapMs, maxOutputTokens, hangUpAfterMs, deadlineMs } of requests) {
          await plane.clock.advance(gapMs)
          const options = { body: { maxOutputTokens }, controls: { deadlineMs }, hangUpAfterMs }
          all.push(plane.request('m', options))
        }
        const served = await plane.clock.until(Promise.all(all))
        expect(plane.records).toHaveLength(requests.length)
        expect(started).toEqual(started.toSorted((a, b) => a - b))
        for (const { status, code, retryAfterMs } of served) {
          expect([200, 429, 499, 502, 504]).toContain(status)
          if (code === 'no_capacity') expect(retryAfterMs).toBeGreaterThan(0)
        }
        for (const { routing } of plane.records) expect(routing.queuedMs ?? 0).toBeLessThanOrEqual(waitMs)
        expect({ timers: plane.clock.pending, running: plane.send.running }).toEqual({
          timers: 0,
          running: 0,
        })
      }),
      { numRuns: Number(process.env['BACKSTAY_PROPERTY_RUNS'] ?? 300) },
    ))
})
