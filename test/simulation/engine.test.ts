import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Failure, FailureClass } from '#domain/failure'
import { FAILURE_CLASSES, FAILURE_RULES } from '#domain/failure'
import type { Plan } from '#domain/request'
import type { Answered } from '#domain/run'
import { matches, TRIGGER_SETS } from '#domain/trigger-set'
import { plan } from '#plan/plan'
import { SmoothRotation } from '#plan/rotation'
import { DeploymentStates } from '#run/deployment-states'
import { runPlan } from '#run/run-plan'
import { VirtualClock } from '#simulator/virtual-clock'
import { CountingSink } from './counting-sink.ts'
import { admitted, configuration, deployment, model, RETRY, TIMEOUTS } from './sample.ts'
import type { Behavior } from './scripted-send.ts'
import { ScriptedSend } from './scripted-send.ts'

/** Failures that a provider can answer with, statuses and hints included. */
const failure: fc.Arbitrary<Failure> = fc
  .record({
    class: fc.constantFrom(...FAILURE_CLASSES.filter((name) => name !== 'quality')),
    status: fc.option(fc.constantFrom(400, 401, 404, 408, 429, 500, 503, 504), { nil: undefined }),
    retryAfterMs: fc.option(fc.integer({ min: 1, max: 20_000 }), { nil: undefined }),
  })
  .map(({ class: failureClass, status, retryAfterMs }) => ({
    class: failureClass,
    detail: 'scripted',
    ...(status === undefined ? {} : { status }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  }))

const delay = fc.integer({ min: 0, max: 20_000 })

const behavior: fc.Arbitrary<Behavior> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('answer' as const), afterMs: delay, lastsMs: delay }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('fail' as const), afterMs: delay, failure }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('break' as const), afterMs: delay, lastsMs: delay, failure }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'hang' as const }) },
)

const scenario = fc.record({
  /** Models, each a list of deployments, each a list of behaviors in turn. */
  models: fc.array(fc.array(fc.array(behavior, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 3,
  }),
  disabled: fc.array(fc.nat(8), { maxLength: 2 }),
  maxAttempts: fc.integer({ min: 1, max: 3 }),
  maxTotalAttempts: fc.integer({ min: 1, max: 8 }),
  triggers: fc.constantFrom(...(Object.keys(TRIGGER_SETS) as (keyof typeof TRIGGER_SETS)[])),
  deadlineMs: fc.constantFrom(50, 1000, 15_000, 600_000),
  streamed: fc.boolean(),
  requests: fc.integer({ min: 1, max: 4 }),
  gapMs: fc.integer({ min: 0, max: 5000 }),
  seed: fc.integer(),
})

type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never

interface Run {
  readonly answered: Answered
  readonly sink: CountingSink
  readonly calls: readonly string[]
  readonly startedAt: number
  readonly endedAt: number
  readonly plan: Plan
}

async function play(scene: Scenario): Promise<{ runs: readonly Run[]; leftTimers: number; running: number }> {
  const clock = new VirtualClock()
  const random = seeded(scene.seed)
  const models = scene.models.map((deployments, m) =>
    model(
      `m${m}`,
      deployments.map((_, d) =>
        deployment(`m${m}/d${d}`, { enabled: !scene.disabled.includes(m * 3 + d), tokensPerMinute: 100_000 }),
      ),
      { retry: { ...RETRY, maxAttempts: scene.maxAttempts } },
    ),
  )
  const config = configuration(models, {
    maxTotalAttempts: scene.maxTotalAttempts,
    fallback: {
      list: models.slice(1).map(({ name }) => name),
      triggers: TRIGGER_SETS[scene.triggers],
      routing: 'priority',
      midStream: 'error',
    },
  })
  const states = new DeploymentStates({ random, cooldown: () => config.cooldown, onEvent: () => undefined })
  const asked = new Map<string, number>()
  const send = new ScriptedSend(clock, ({ deployment: { label } }) => {
    const turn = asked.get(label) ?? 0
    asked.set(label, turn + 1)
    const [m = 0, d = 0] = label.replaceAll(/[md]/gu, '').split('/').map(Number)
    const script = scene.models[m]?.[d] ?? []
    return script[turn % script.length] ?? { kind: 'hang' }
  })
  const rotation = new SmoothRotation()
  const runs: Run[] = []
  for (let n = 0; n < scene.requests; n++) {
    const startedAt = clock.now()
    const who = admitted('m0', {
      body: { streamed: scene.streamed },
      controls: { deadlineMs: scene.deadlineMs },
      receivedAt: startedAt,
    })
    const planned = plan(who, { configuration: config, health: states, rotation, now: startedAt })
    if (planned.kind === 'refused') continue
    const sink = new CountingSink()
    const before = send.calls.length
    const ports = { clock, random, send: send.send, states, flushAfterMs: 15_000, malformedEvent: 'drop' as const }
    const answered = await clock.until(runPlan({ admitted: who, plan: planned }, sink, ports))
    runs.push({ answered, sink, calls: send.calls.slice(before), startedAt, endedAt: clock.now(), plan: planned })
    await clock.advance(scene.gapMs)
  }
  return { runs, leftTimers: clock.pending, running: send.running }
}

/** Mulberry32: small, seeded, good enough for jitter. */
function seeded(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const RUNS = { numRuns: Number(process.env['BACKSTAY_PROPERTY_RUNS'] ?? 1000) }

function holdsForEvery(check: (run: Run, scene: Scenario) => void): Promise<void> {
  return fc.assert(
    fc.asyncProperty(scenario, async (scene) => {
      const { runs } = await play(scene)
      for (const run of runs) check(run, scene)
    }),
    RUNS,
  )
}

describe('The engine, whatever happens', () => {
  it('tries no deployment more often than its tries and the one wait allow', () =>
    holdsForEvery(({ calls }, scene) => {
      const excess = [...new Set(calls)].map(
        (label) => calls.filter((call) => call === label).length - scene.maxAttempts,
      )
      const beyond = excess.filter((times) => times > 0)
      expect(beyond.length).toBeLessThanOrEqual(1)
      for (const times of beyond) expect(times).toBe(1)
    }))

  it('waits in place without retries of its own at most once, and only for a rate limit', () =>
    holdsForEvery(({ answered }, scene) => {
      if (scene.maxAttempts > 1) return
      const retried = answered.attempts.filter(({ action }) => action === 'retry')
      expect(retried.length).toBeLessThanOrEqual(1)
      for (const attempt of retried) expect(attempt.errorClass).toBe('rate_limit')
    }))

  it('gives exactly one answer, one break, or nothing for the rim to write the error', () =>
    holdsForEvery(({ answered, sink }, scene) => {
      const { kind } = answered.result
      const starts = sink.events.filter((event) => event.startsWith('commit') || event.startsWith('whole'))
      const ends = sink.events.filter((event) => event === 'end' || event === 'break')
      expect(starts.length).toBe(kind === 'answered' || kind === 'broken' ? 1 : 0)
      if (scene.streamed) expect(ends).toEqual(kind === 'answered' ? ['end'] : kind === 'broken' ? ['break'] : [])
      else expect(ends).toEqual([])
    }))

  it('ends within the deadline', () =>
    holdsForEvery(({ startedAt, endedAt }, scene) => {
      expect(endedAt - startedAt).toBeLessThanOrEqual(scene.deadlineMs)
    }))

  it('makes no more attempts than one request may', () =>
    holdsForEvery(({ calls }, scene) => {
      expect(calls.length).toBeLessThanOrEqual(scene.maxTotalAttempts)
    }))

  it('never calls a deployment that is disabled', () =>
    holdsForEvery(({ calls }, scene) => {
      for (const label of calls) {
        const [m = 0, d = 0] = label.replaceAll(/[md]/gu, '').split('/').map(Number)
        expect(scene.disabled).not.toContain(m * 3 + d)
      }
    }))

  it('leaves a model only after a failure that a trigger names', () =>
    holdsForEvery(({ answered }, scene) => {
      const triggers = TRIGGER_SETS[scene.triggers]
      for (const [index, attempt] of answered.attempts.entries()) {
        if (attempt.action !== 'next_model') continue
        const sameModel = answered.attempts.slice(0, index + 1).filter(({ modelName }) => modelName === attempt.modelName)
        const named = sameModel.some(
          ({ errorClass, status }) =>
            errorClass !== null &&
            matches(triggers, { class: errorClass as FailureClass, ...(status === null ? {} : { status }) }),
        )
        expect(named).toBe(true)
      }
    }))

  it('tries again in place only what may mend there', () =>
    holdsForEvery(({ answered }) => {
      for (const { action, errorClass } of answered.attempts) {
        if (action === 'retry') expect(FAILURE_RULES[errorClass as FailureClass].again).not.toBe('no')
      }
    }))

  it('records every attempt it made, in order, and nothing else', () =>
    holdsForEvery(({ answered, calls }) => {
      expect(answered.attempts.map(({ deployment: label }) => label)).toEqual(calls)
      expect(answered.attempts.map(({ n }) => n)).toEqual(calls.map((_, index) => index + 1))
    }))

  it('leaves no timer and no attempt behind', () =>
    fc.assert(
      fc.asyncProperty(scenario, async (scene) => {
        const { leftTimers, running } = await play(scene)
        expect({ leftTimers, running }).toEqual({ leftTimers: 0, running: 0 })
      }),
      RUNS,
    ))

  it('does the same again for the same seed', () =>
    fc.assert(
      fc.asyncProperty(scenario, async (scene) => {
        const facts = ({ runs }: { runs: readonly Run[] }): unknown =>
          runs.map(({ answered, sink, endedAt }) => [answered.attempts, answered.skipped, answered.result.kind, sink.events, endedAt])
        expect(facts(await play(scene))).toEqual(facts(await play(scene)))
      }),
      RUNS,
    ))
})

describe('A hang-up', () => {
  it('cancels the attempt under way and benches nobody', async () => {
    const clock = new VirtualClock()
    const config = configuration([model('m0', [deployment('m0/d0')])])
    const states = new DeploymentStates({ random: () => 0, cooldown: () => config.cooldown, onEvent: () => undefined })
    const send = new ScriptedSend(clock, () => ({ kind: 'hang' }))
    const who = admitted('m0')
    const planned = plan(who, { configuration: config, health: states, rotation: new SmoothRotation(), now: 0 })
    if (planned.kind === 'refused') throw new Error(planned.message)
    const sink = new CountingSink()
    const ports = { clock, random: () => 0, send: send.send, states, flushAfterMs: 15_000, malformedEvent: 'drop' as const }
    const run = runPlan({ admitted: who, plan: planned }, sink, ports)
    await clock.advance(20)
    sink.hangUp()
    const answered = await run
    expect(answered.result.kind).toBe('hung_up')
    expect(send.running).toBe(0)
    const [only] = config.models.get('m0')?.deployments ?? []
    expect(only === undefined ? null : states.demotion(only, clock.now())).toBeNull()
    expect(TIMEOUTS.totalMs).toBeGreaterThan(clock.now())
  })
})
