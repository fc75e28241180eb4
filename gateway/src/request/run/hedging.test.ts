import { describe, expect, it } from 'vitest'
import type { Hedge } from '#domain/policy'
import { NO_USAGE } from '#domain/usage'
import { TRIGGER_SETS } from '#domain/trigger-set'
import { deployment, model } from '#simulator/sample'
import type { Behavior } from '#simulator/scripted-send'
import type { SampleEnd, SampleRequest } from '#simulator/sample-run'
import { ANSWER, SampleWorld, fails, run } from '#simulator/sample-run'

const HANG: Behavior = { kind: 'hang' }
const m = model('m', [deployment('m1')])
const n = model('n', [deployment('n1')])
const o = model('o', [deployment('o1')])
const STREAMED = { body: { streamed: true } }

const hedged = (hedge: Partial<Hedge> = {}, more: Parameters<typeof planOf>[1] = {}) =>
  planOf({ name: 'chain', afterMs: 200, afterP95: false, maxShare: 1, ...hedge }, more)
const planOf = (hedge: Hedge | null, more: NonNullable<SampleRequest['plan']>['policy'] = {}) => ({
  policy: { hedge, ...more },
})
const told = ({ answered }: SampleEnd): readonly string[] =>
  answered.attempts.map(
    ({ n: number, deployment: label, outcome, action, hedge }) =>
      `${number} ${label} ${outcome} ${action}${hedge === true ? ' hedge' : ''}`,
  )

describe('a hedge', () => {
  it.each([true, false])('answers where the first deployment hangs, streamed: %s', async (streamed) => {
    const ended = await run({
      models: [m, n],
      script: { m1: [HANG] },
      plan: hedged(),
      request: { body: { streamed } },
    })
    expect(told(ended)).toEqual(['1 m1 cancelled stop', '2 n1 answered answer hedge'])
    expect(ended.events).toEqual(streamed ? ['commit n1', 'bytes', 'end'] : ['whole n1'])
    expect(ended.endedAt).toBe(200 + 50 + (streamed ? 100 : 0))
    expect(ended.answered.result).toMatchObject({ kind: 'answered', step: { deployment: { label: 'n1' } } })
    expect(ended.answered).toMatchObject({ ttftMs: 250, overheadMs: 0, fallbacks: [] })
  })

  it('is not made while the first has begun to answer in time', async () => {
    const slow: Behavior = { kind: 'answer', afterMs: 199, lastsMs: 5_000 }
    const ended = await run({ models: [m, n], script: { m1: [slow] }, plan: hedged(), request: STREAMED })
    expect(ended.calls).toBe('m1')
  })

  it('is cancelled where the first begins before it', async () => {
    const first: Behavior = { kind: 'answer', afterMs: 240, lastsMs: 10 }
    const ended = await run({ models: [m, n], script: { m1: [first] }, plan: hedged(), request: STREAMED })
    expect(told(ended)).toEqual(['1 m1 answered answer', '2 n1 cancelled stop hedge'])
    expect(ended.events).toEqual(['commit m1', 'bytes', 'end'])
  })

  it('says nothing about the deployment that was beaten, and counts its input as used', async () => {
    const ended = await run({ models: [m, n], script: { m1: [HANG] }, plan: hedged() })
    expect(ended.states.of(deployment('m1')).breaker).toMatchObject({ kind: 'closed', consecutive: 0 })
    expect(ended.states.of(deployment('m1')).inFlight).toBe(0)
    expect(ended.answered.attempts[0]?.tokens).toEqual({ ...NO_USAGE, input: 10, estimated: true })
    expect(ended.answered.usage?.input).toBe(10)
  })

  it('is simply the next attempt where the first fails meanwhile, and no third is made at once', async () => {
    const first: Behavior = { ...fails('server_error'), afterMs: 220 } as Behavior
    const ended = await run({ models: [m, n, o], script: { m1: [first] }, plan: hedged() })
    expect(told(ended)).toEqual(['1 m1 failed next_model', '2 n1 answered answer hedge'])
    expect(ended.answered.fallbacks).toEqual(['server_error'])
  })

  it('leaves the first one to go on where it fails itself, and the one after it is next', async () => {
    const first: Behavior = { kind: 'fail', afterMs: 900, failure: { class: 'overloaded', detail: 'late' } }
    const ended = await run({
      models: [m, n, o],
      script: { m1: [first], n1: [fails('invalid_request', { status: 400 })] },
      plan: hedged(),
    })
    expect(told(ended)).toEqual(['1 m1 failed next_model', '2 n1 failed wait hedge', '3 o1 answered answer'])
    expect(ended.endedAt).toBe(950)
  })

  it('goes with the first where that one fails for a reason nothing moves on', async () => {
    const first: Behavior = { kind: 'fail', afterMs: 220, failure: { class: 'invalid_request', detail: '' } }
    const ended = await run({ models: [m, n], script: { m1: [first] }, plan: hedged() })
    expect(told(ended)).toEqual(['1 m1 failed stop', '2 n1 cancelled stop hedge'])
    expect(ended.answered.result).toMatchObject({ kind: 'failed', failure: { class: 'invalid_request' } })
  })

  it('is ended with the first by the deadline and by a client that leaves', async () => {
    const script = { m1: [HANG], n1: [HANG] }
    const late = await run({ models: [m, n], script, plan: { ...hedged(), deadlineMs: 1_000 } })
    expect(late.answered.result).toEqual({ kind: 'deadline' })
    expect(late.answered.attempts).toHaveLength(2)
    const gone = await run({ models: [m, n], script, plan: hedged(), hangUpAtMs: 500 })
    expect(told(gone)).toEqual(['1 m1 aborted stop', '2 n1 aborted stop hedge'])
    expect(gone.endedAt).toBe(500)
  })

  it.each([
    ['another model where nothing may move', hedged({}, { triggers: { classes: new Set(), statuses: [] } })],
    ['more models than may be moved to', hedged({}, { maxMoves: 0 })],
    ['more attempts than one request may make', hedged({}, { maxTotalAttempts: 1 })],
    ['a share of nobody', hedged({ maxShare: 0 })],
  ])('never asks %s', async (_what, plan) => {
    const first: Behavior = { kind: 'answer', afterMs: 900, lastsMs: 0 }
    const ended = await run({ models: [m, n], script: { m1: [first] }, plan })
    expect(ended.calls).toBe('m1')
  })

  it('passes over what has no room or is not well', async () => {
    const full = deployment('n1', { tokensPerMinute: 50 })
    const ended = await run({
      models: [m, model('n', [full]), o],
      script: { m1: [HANG] },
      plan: hedged(),
      rush: full,
    })
    expect(ended.calls).toBe('m1 o1')
  })

  it('waits for the 95th percentile of the deployment where the policy says so', async () => {
    const world = new SampleWorld({ m1: [...Array.from({ length: 20 }, () => ANSWER), HANG] })
    const plan = hedged({ afterMs: 0, afterP95: true })
    for (let time = 0; time < 20; time++) await world.run({ models: [m, n], plan })
    const before = world.clock.now()
    const ended = await world.run({ models: [m, n], plan })
    expect(ended.calls).toBe('m1 n1')
    expect(ended.endedAt - before).toBeCloseTo(50 + 50, -1)
    const unknown = await run({ models: [m, n], script: { m1: [HANG] }, plan })
    expect(unknown.endedAt).toBe(1_000 + 50)
  })

  it('is made for no larger share of the requests than the policy allows', async () => {
    const slow: Behavior = { kind: 'answer', afterMs: 300, lastsMs: 0 }
    const world = new SampleWorld({ m1: [slow], n1: [HANG] })
    const plan = hedged({ maxShare: 0.1, afterMs: 1 })
    let hedges = 0
    for (let time = 0; time < 200; time++) {
      // Thirty-three in ten seconds, of which a tenth may be hedged.
      hedges += (await world.run({ models: [m, n], plan })).calls === 'm1 n1' ? 1 : 0
    }
    expect(hedges).toBeGreaterThanOrEqual(15)
    expect(hedges).toBeLessThanOrEqual(20)
  })
})

describe('a request that probes', () => {
  const down = (): Promise<SampleWorld> => worldWith([fails('network')], HANG)
  const script = (first: readonly Behavior[], then: Behavior): readonly Behavior[] => [
    ...Array.from({ length: 5 }, () => first[0] ?? HANG),
    then,
  ]
  /** The breaker of `m1` has opened and its time is over. */
  async function worldWith(first: readonly Behavior[], then: Behavior): Promise<SampleWorld> {
    const world = new SampleWorld({ m1: [...script(first, then), ...script([then], then)] })
    for (let time = 0; time < 5; time++) await world.run({ models: [m, n] })
    expect(world.states.of(deployment('m1')).breaker.kind).toBe('open')
    await world.clock.advance(2_000)
    return world
  }

  it('is hedged after the usual time of the deployment, though no policy asks for it', async () => {
    const world = await down()
    const before = world.clock.now()
    const ended = await world.run({ models: [m, n], request: STREAMED })
    expect(told(ended)).toEqual(['1 m1 cancelled stop', '2 n1 answered answer hedge'])
    expect(ended.endedAt - before).toBe(1_000 + 50 + 100)
  })

  it('lets the probe go on by itself, which keeps the next requests from probing', async () => {
    const world = await down()
    await world.run({ models: [m, n], request: STREAMED })
    const { breaker } = world.states.of(deployment('m1'))
    expect(breaker.kind).toBe('half_open')
    expect(world.send.running).toBe(1)
    await world.clock.advance(20_000)
    expect(world.states.of(deployment('m1')).breaker).toMatchObject({ kind: 'open', openings: 2 })
    expect(world.states.of(deployment('m1')).inFlight).toBe(0)
    expect([world.send.running, world.clock.pending]).toEqual([0, 0])
  })

  it('closes the breaker once the probe begins to answer, though another answer was quicker', async () => {
    const world = await worldWith([fails('network')], { kind: 'answer', afterMs: 3_000, lastsMs: 9_000 })
    const ended = await world.run({ models: [m, n], request: STREAMED })
    expect(ended.events).toEqual(['commit n1', 'bytes', 'end'])
    await world.clock.advance(3_000)
    expect(world.states.of(deployment('m1')).breaker.kind).toBe('closed')
    expect([world.send.running, world.clock.pending]).toEqual([0, 0])
  })

  it('does not leave its model for a hedge where the failure behind it would not', async () => {
    const world = await down()
    const plan = planOf(null, { triggers: TRIGGER_SETS.rate_limit })
    const ended = await world.run({ models: [m, n], plan: { ...plan, deadlineMs: 5_000 } })
    expect(ended.calls).toBe('m1')
  })
})
