import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Call, Send } from '#domain/attempt'
import type { Asked, CheckPorts, JudgeQuestion } from '#domain/quality'
import type { Policy } from '#domain/request'
import { NO_USAGE } from '#domain/usage'
import { CountingSink } from '#simulator/counting-sink'
import { admitted, deployment, model } from '#simulator/sample'
import { samplePlan } from '#simulator/sample-plan'
import { VirtualClock } from '#simulator/virtual-clock'
import { ofClasses } from '#domain/trigger-set'
import { Afterwards } from './afterwards.ts'
import { compileChecks } from './check-answer.ts'
import { DeploymentStates } from './deployment-states.ts'
import { HedgeBudget } from './hedge-budget.ts'
import { watchOver } from './quality-watch.ts'
import { RetryBudget } from './retry-budget.ts'
import { runPlan } from './run-plan.ts'

const encoder = new TextEncoder()
const OUTSIDE: CheckPorts = {
  examine: async () => ({ kind: 'gave_up', detail: 'not here' }),
  post: async () => ({ kind: 'failed', detail: 'not here' }),
  ask: async () => ({ kind: 'failed', detail: 'not here' }),
}
const m = model('m', [deployment('m1')])
const n = model('n', [deployment('n1')])

/** Answers every call with a text, 50 ms after it was sent; a stream goes on for another 50. */
function answering(clock: VirtualClock, textOf: (call: Call) => string): Send {
  return (call, observer) => {
    const { streamed } = call.accepted.body
    const text = textOf(call)
    const head = { status: 200, contentType: 'application/json', headers: [] }
    const whole = JSON.stringify({ choices: [{ message: { content: text }, finish_reason: 'stop' }] })
    const event = JSON.stringify({ choices: [{ delta: { content: text }, finish_reason: 'stop' }] })
    const end = (): void =>
      observer.ended({
        kind: 'answered',
        reportedModel: null,
        usage: { ...NO_USAGE, input: 1, output: 1 },
        flag: null,
        droppedEvents: 0,
      })
    observer.sent()
    const timer = clock.after(50, () => {
      observer.committed(head, [encoder.encode(streamed ? `data: ${event}\n\n` : whole)], !streamed)
      if (streamed) clock.after(50, end)
      else end()
    })
    const nothing = (): void => undefined
    return {
      abort: () => (timer.cancel(), null),
      pause: nothing,
      resume: nothing,
      delivered: () => null,
      used: () => null,
    }
  }
}

interface Given {
  readonly texts: Readonly<Record<string, string>>
  readonly checks: Parameters<typeof compileChecks>[0]
  readonly ports?: Partial<CheckPorts>
  readonly streamed?: boolean
  readonly deadlineMs?: number
  readonly hangUpAtMs?: number
  readonly hedge?: Policy['hedge']
  /** What the judge gives to what it is shown, and after how many milliseconds. */
  readonly judges?: (user: string) => readonly [score: number, afterMs: number]
}

async function run(given: Given) {
  const { texts, checks, ports, streamed = false, deadlineMs, hangUpAtMs, hedge = null } = given
  const clock = new VirtualClock()
  const states = new DeploymentStates({
    random: () => 0.5,
    cooldown: () => ({ minMs: 1_000, maxMs: 3_600_000, defaultMs: 2_000 }),
    onEvent: () => undefined,
  })
  const quality = { checks: compileChecks(checks), threshold: null }
  const policy = { quality, hedge, triggers: ofClasses('quality') }
  const planned = {
    admitted: admitted('m', { body: { streamed } }),
    plan: samplePlan([m, n], { policy, ...(deadlineMs === undefined ? {} : { deadlineMs }) }),
  }
  const afterwards = new Afterwards()
  const sink = new CountingSink()
  if (hangUpAtMs !== undefined) clock.after(hangUpAtMs, () => sink.hangUp())
  const { judges } = given
  const ask = (question: JudgeQuestion): Promise<Asked> =>
    new Promise((resolve) => {
      const [score, afterMs] = judges?.(question.user) ?? [1, 0]
      clock.after(afterMs, () => resolve({ kind: 'answered', text: `{"score": ${score}}` }))
    })
  const outside = { ...OUTSIDE, ...(judges !== undefined && { ask }), ...ports }
  const watch = watchOver(sink, planned, { clock, afterwards, states, checks: outside })
  if (watch === null) throw new Error('nothing to watch for')
  const answered = await clock.until(
    runPlan(planned, watch, {
      clock,
      random: () => 0.5,
      send: answering(clock, ({ deployment: { label } }) => texts[label] ?? ''),
      states,
      budget: new RetryBudget(),
      budgetSettings: { ratio: 0.2, minPerSecond: 10 },
      hedges: new HedgeBudget(),
      flushAfterMs: 15_000,
      malformedEvent: 'drop',
      judge: watch.judge,
    }),
  )
  const endedAt = clock.now()
  const { planned: told } = watch.finished(answered)
  await clock.until(afterwards.settled())
  const samples = (label: string): number =>
    Math.round(states.of(deployment(label)).quality?.samples(clock.now()) ?? 0)
  return { answered, events: sink.events.join(', '), warnings: told.plan.warnings, samples, endedAt, states }
}

describe('an answer that is judged before it is delivered', () => {
  it('is delivered when it passes, and counts for the score of its deployment', async () => {
    const { events, answered, samples } = await run({ texts: { m1: '{}' }, checks: ['valid_json'] })
    expect(events).toBe('whole m1')
    expect(answered.result.kind).toBe('answered')
    expect([samples('m1'), samples('n1')]).toEqual([1, 0])
  })

  it('stays back when it fails, and the next model answers', async () => {
    const { events, answered, samples, states } = await run({
      texts: { m1: 'no', n1: '{}' },
      checks: ['valid_json'],
    })
    expect(events).toBe('whole n1')
    expect(answered.fallbacks).toEqual(['quality'])
    expect(answered.attempts.map(({ errorClass, outcome }) => [errorClass, outcome])).toEqual([
      ['quality', 'failed'],
      [null, 'answered'],
    ])
    expect([samples('m1'), samples('n1')]).toEqual([1, 1])
    expect(states.demotion(deployment('m1'), 0)).toBeNull()
  })

  it('is never delivered, not even when nothing else is left', async () => {
    const { events, answered } = await run({ texts: { m1: 'no', n1: 'no' }, checks: ['valid_json'] })
    expect(events).toBe('')
    expect(answered.result).toMatchObject({ kind: 'failed', failure: { class: 'quality' } })
    expect(answered.ttftMs).toBeNull()
  })

  it('says which checks were not made, and passes', async () => {
    const { events, warnings } = await run({
      texts: { m1: 'x' },
      checks: [{ type: 'webhook', url: 'http://127.0.0.1/' }],
    })
    expect(events).toBe('whole m1')
    expect(warnings).toEqual(['quality check webhook was not made: not here'])
  })

  it('is delivered as it is when the deadline comes before the verdict', async () => {
    const { events, answered, warnings, endedAt } = await run({
      texts: { m1: 'x' },
      checks: [{ type: 'judge', model: 'n' }],
      ports: { ask: () => new Promise<Asked>(() => undefined) },
      deadlineMs: 1_000,
    })
    expect(events).toBe('whole m1')
    expect(answered.result.kind).toBe('answered')
    expect(endedAt).toBe(1_000)
    expect(warnings).toEqual([expect.stringContaining('deadline')])
  })

  it('keeps nobody busy whose client has gone', async () => {
    const { events, answered, endedAt } = await run({
      texts: { m1: 'x' },
      checks: [{ type: 'judge', model: 'n' }],
      ports: { ask: () => new Promise<Asked>(() => undefined) },
      hangUpAtMs: 70,
    })
    expect(events).toBe('')
    expect(answered.result.kind).toBe('hung_up')
    expect(endedAt).toBe(70)
  })
})

describe('two answers at once', () => {
  const hedge = { name: 'c', afterMs: 20, afterP95: false, maxShare: 1 }
  const given = { texts: { m1: 'x', n1: 'y' }, checks: [{ type: 'judge', model: 'n' }], hedge }

  it('the first to pass is delivered, and the other one is nobody’s answer', async () => {
    const { events, answered, endedAt } = await run({ ...given, judges: () => [1, 100] })
    expect([events, endedAt]).toEqual(['whole m1', 150])
    expect(answered.attempts.map(({ outcome, totalMs }) => [outcome, totalMs])).toEqual([
      ['answered', 50],
      ['cancelled', 50],
    ])
    expect(answered.usage).toMatchObject({ input: 1, output: 1 })
  })

  it('where the first fails, the other one is judged and delivered', async () => {
    const { events, answered, endedAt } = await run({
      ...given,
      judges: (user) => [user.includes('y\n') ? 1 : 0, 100],
    })
    expect([events, endedAt]).toEqual(['whole n1', 250])
    expect(answered.attempts.map(({ outcome }) => outcome)).toEqual(['failed', 'answered'])
    expect(answered.overheadMs).toBe(0)
  })
})

it('whatever happens, nothing that failed is delivered, and nothing twice', async () => {
  const verdict = fc.record({ good: fc.boolean(), judgeMs: fc.nat(300) })
  const given = fc.record({
    m1: verdict,
    n1: verdict,
    hedge: fc.option(
      fc.record({
        name: fc.constant('c'),
        afterMs: fc.nat(120),
        afterP95: fc.constant(false),
        maxShare: fc.constant(1),
      }),
      { nil: null },
    ),
    deadlineMs: fc.integer({ min: 150, max: 900 }),
    hangUpAtMs: fc.option(fc.nat(900), { nil: undefined }),
  })
  await fc.assert(
    fc.asyncProperty(given, async ({ m1, n1, hedge, deadlineMs, hangUpAtMs }) => {
      const of = (user: string) => (user.includes('text of m1') ? m1 : n1)
      const { events, answered, warnings } = await run({
        texts: { m1: 'text of m1', n1: 'text of n1' },
        checks: [{ type: 'judge', model: 'n' }],
        hedge,
        deadlineMs,
        judges: (user) => [of(user).good ? 1 : 0, of(user).judgeMs],
        ...(hangUpAtMs !== undefined && { hangUpAtMs }),
      })
      const delivered = /^whole (m1|n1)$/u.exec(events)?.[1]
      expect(events === '' || delivered !== undefined).toBe(true)
      expect(answered.result.kind === 'answered').toBe(delivered !== undefined)
      if (delivered !== undefined && warnings.length === 0)
        expect((delivered === 'm1' ? m1 : n1).good).toBe(true)
      expect(answered.attempts.filter(({ outcome }) => outcome === 'answered')).toHaveLength(
        delivered === undefined ? 0 : 1,
      )
    }),
  )
})

describe('a stream', () => {
  it('flows as if nobody looked, and is judged when it is over', async () => {
    const asked: string[] = []
    const { events, answered, endedAt, samples, states } = await run({
      texts: { m1: 'x' },
      checks: [{ type: 'judge', model: 'n' }],
      streamed: true,
      ports: {
        ask: async ({ user }) => {
          asked.push(user)
          return { kind: 'answered', text: '{"score": 0.25}' }
        },
      },
    })
    expect(events).toBe('commit m1, bytes, end')
    expect(answered.result.kind).toBe('answered')
    expect(endedAt).toBe(100)
    expect(asked).toEqual([expect.stringContaining('<answer>\nx\n</answer>')])
    expect(samples('m1')).toBe(1)
    for (let more = 0; more < 9; more++) states.scored(deployment('m1'), 0.25, 100)
    expect(states.of(deployment('m1')).quality?.value(100)).toBeCloseTo(0.25)
  })

  it('is not judged when its client left in the middle', async () => {
    const { samples } = await run({
      texts: { m1: 'x' },
      checks: ['non_empty'],
      streamed: true,
      hangUpAtMs: 70,
    })
    expect(samples('m1')).toBe(0)
  })
})
