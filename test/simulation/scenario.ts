import fc from 'fast-check'
import type { Failure } from '#domain/failure'
import { FAILURE_CLASSES } from '#domain/failure'
import { movingOn } from '#domain/model'
import type { Answered } from '#domain/run'
import { TRIGGER_SETS } from '#domain/trigger-set'
import { plan } from '#plan/plan'
import { SmoothRotation } from '#plan/rotation'
import { DeploymentStates } from '#run/deployment-states'
import { runPlan } from '#run/run-plan'
import { HedgeBudget } from '#run/hedge-budget'
import { RetryBudget } from '#run/retry-budget'
import { VirtualClock } from '#simulator/virtual-clock'
import { CountingSink } from '#simulator/counting-sink'
import { admitted, chain, configuration, deployment, ERROR, model, RETRY } from '#simulator/sample'
import type { Behavior } from '#simulator/scripted-send'
import { ScriptedSend } from '#simulator/scripted-send'

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
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('answer' as const), afterMs: delay, lastsMs: delay }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('fail' as const), afterMs: delay, failure }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('break' as const), afterMs: delay, lastsMs: delay, failure }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'hang' as const }) },
)

const LONGEST_PROBE_MS = 120_000

/** A small world and what is asked of it. */
export const scenario = fc.record({
  /** Models, each a list of deployments, each a list of behaviors in turn. */
  models: fc.array(
    fc.array(fc.array(behavior, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
  disabled: fc.array(fc.nat(8), { maxLength: 2 }),
  maxAttempts: fc.integer({ min: 1, max: 3 }),
  maxTotalAttempts: fc.integer({ min: 1, max: 8 }),
  triggers: fc.constantFrom(...(Object.keys(TRIGGER_SETS) as (keyof typeof TRIGGER_SETS)[])),
  deadlineMs: fc.constantFrom(50, 1000, 15_000, 600_000),
  streamed: fc.boolean(),
  /** Asks for a chain that hedges after so long instead of for the first model. */
  hedgeAfterMs: fc.option(fc.integer({ min: 0, max: 12_000 })),
  requests: fc.integer({ min: 1, max: 4 }),
  gapMs: fc.integer({ min: 0, max: 5000 }),
  seed: fc.integer(),
})

export type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never

/** One request of a scenario, from arrival to its end. */
export interface Run {
  readonly answered: Answered
  readonly sink: CountingSink
  readonly calls: readonly string[]
  readonly startedAt: number
  readonly endedAt: number
}

/** Plays a scenario on the real engine in virtual time. */
export async function play(
  scene: Scenario,
): Promise<{ runs: readonly Run[]; leftTimers: number; running: number; inFlight: number }> {
  const clock = new VirtualClock()
  const random = seeded(scene.seed)
  const retry = { ...RETRY, maxAttempts: scene.maxAttempts }
  const models = scene.models.map((deployments, m) =>
    model(
      `m${m}`,
      deployments.map((_, d) =>
        deployment(`m${m}/d${d}`, { enabled: !scene.disabled.includes(m * 3 + d), tokensPerMinute: 100_000 }),
      ),
      { retry },
    ),
  )
  const conditions = movingOn(TRIGGER_SETS[scene.triggers])
  const steps = models.map((one) => ({ model: one, deployments: one.deployments, priority: null }))
  const hedge = { name: 'c', afterMs: scene.hedgeAfterMs ?? 0, afterP95: false, maxShare: 1 }
  const config = configuration(models, {
    chains: new Map([['c', chain('c', steps, { conditions, retry, hedge })]]),
    maxTotalAttempts: scene.maxTotalAttempts,
    fallback: {
      list: models.slice(1).map(({ name }) => name),
      conditions,
      routing: 'priority',
      midStream: ERROR,
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
    const who = admitted(scene.hedgeAfterMs === null ? 'm0' : 'c', {
      body: { streamed: scene.streamed },
      controls: { deadlineMs: scene.deadlineMs },
      receivedAt: startedAt,
    })
    const planned = plan(who, { configuration: config, health: states, rotation, random, now: startedAt })
    if (planned.kind === 'refused') continue
    const sink = new CountingSink()
    const before = send.calls.length
    const ports = {
      clock,
      random,
      send: send.send,
      states,
      flushAfterMs: 15_000,
      malformedEvent: 'drop' as const,
      judge: null,
      budget: new RetryBudget(),
      hedges: new HedgeBudget(),
      budgetSettings: { ratio: 0.2, minPerSecond: 10 },
    }
    const answered = await clock.until(runPlan({ admitted: who, plan: planned }, sink, ports))
    runs.push({
      answered,
      sink,
      calls: send.calls.slice(before),
      startedAt,
      endedAt: clock.now(),
    })
    await clock.advance(scene.gapMs)
  }
  // A probe that lost to its hedge goes on until it is known how the deployment is.
  await clock.advance(LONGEST_PROBE_MS)
  const places = models.flatMap(({ deployments }) => deployments)
  const inFlight = places.reduce((sum, place) => sum + states.of(place).inFlight, 0)
  return { runs, leftTimers: clock.pending, running: send.running, inFlight }
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
