import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FAILURE_RULES } from '#domain/failure'
import type { FailureClass } from '#domain/failure'
import { matches, TRIGGER_SETS } from '#domain/trigger-set'
import { plan } from '#plan/plan'
import { SmoothRotation } from '#plan/rotation'
import { DeploymentStates } from '#run/deployment-states'
import { runPlan } from '#run/run-plan'
import { HedgeBudget } from '#run/hedge-budget'
import { RetryBudget } from '#run/retry-budget'
import { VirtualClock } from '#simulator/virtual-clock'
import { CountingSink } from '#simulator/counting-sink'
import { admitted, configuration, deployment, model, TIMEOUTS } from '#simulator/sample'
import type { Run, Scenario } from './scenario.ts'
import { play, scenario } from './scenario.ts'
import { ScriptedSend } from '#simulator/scripted-send'

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
      if (scene.streamed)
        expect(ends).toEqual(kind === 'answered' ? ['end'] : kind === 'broken' ? ['break'] : [])
      else expect(ends).toEqual([])
    }))

  it('delivers one of two attempts made beside each other, and cancels the other', () =>
    holdsForEvery(({ answered }) => {
      const hedges = answered.attempts.filter(({ hedge }) => hedge === true)
      expect(hedges.length).toBeLessThanOrEqual(1)
      const delivered = answered.attempts.filter(({ outcome }) => ['answered', 'broken'].includes(outcome))
      const { kind } = answered.result
      expect(delivered.length).toBe(kind === 'answered' || kind === 'broken' ? 1 : 0)
      for (const { outcome } of answered.attempts) {
        if (outcome === 'cancelled') expect(hedges).toHaveLength(1)
      }
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
        // A hedge that failed had ended before, though it was begun after.
        const sameModel = answered.attempts
          .filter(({ action }, place) => place <= index || action === 'wait')
          .filter(({ modelName }) => modelName === attempt.modelName)
        const named = sameModel.some(
          ({ errorClass, status }) =>
            errorClass !== null &&
            matches(triggers, { class: errorClass, ...(status === null ? {} : { status }) }),
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
        const { leftTimers, running, inFlight } = await play(scene)
        expect({ leftTimers, running, inFlight }).toEqual({ leftTimers: 0, running: 0, inFlight: 0 })
      }),
      RUNS,
    ))

  it('does the same again for the same seed', () =>
    fc.assert(
      fc.asyncProperty(scenario, async (scene) => {
        const facts = ({ runs }: { runs: readonly Run[] }): unknown =>
          runs.map(({ answered, sink, endedAt }) => [
            answered.attempts,
            answered.skipped,
            answered.result.kind,
            sink.events,
            endedAt,
          ])
        expect(facts(await play(scene))).toEqual(facts(await play(scene)))
      }),
      RUNS,
    ))
})

describe('A hang-up', () => {
  it('cancels the attempt under way and benches nobody', async () => {
    const clock = new VirtualClock()
    const config = configuration([model('m0', [deployment('m0/d0')])])
    const states = new DeploymentStates({
      random: () => 0,
      cooldown: () => config.cooldown,
      onEvent: () => undefined,
    })
    const send = new ScriptedSend(clock, () => ({ kind: 'hang' }))
    const who = admitted('m0')
    const planned = plan(who, {
      configuration: config,
      health: states,
      rotation: new SmoothRotation(),
      random: () => 0,
      now: 0,
    })
    if (planned.kind === 'refused') throw new Error(planned.message)
    const sink = new CountingSink()
    const ports = {
      clock,
      random: () => 0,
      send: send.send,
      states,
      flushAfterMs: 15_000,
      malformedEvent: 'drop' as const,
      judge: null,
      budget: new RetryBudget(),
      hedges: new HedgeBudget(),
      budgetSettings: { ratio: 0.2, minPerSecond: 10 },
    }
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
