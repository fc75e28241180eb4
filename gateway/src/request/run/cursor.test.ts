import { describe, expect, it } from 'vitest'
import type { Failure, FailureClass } from '#domain/failure'
import { FAILURE_CLASSES } from '#domain/failure'
import type { Demotion } from '#domain/health'
import type { Plan, PlanStep, Policy } from '#domain/request'
import { matches, NO_TRIGGERS, TRIGGER_SETS } from '#domain/trigger-set'
import { deployment, model, RETRY, TIMEOUTS } from '#simulator/sample'
import { samplePlan } from '#simulator/sample-plan'
import { Cursor } from './cursor.ts'

const failure = (failureClass: FailureClass): Failure => ({ class: failureClass, detail: 'scripted' })
const demotion: Demotion = { state: 'open', class: 'server_error', retryInMs: 5 }

/** `m1` is the deployment of that name in candidate `m`; candidates are numbered as they first appear. */
function planOf(labels: string, policy: Partial<Policy> = {}): Plan {
  const names = [...new Set(labels.split(' ').map((label) => label[0]))]
  const steps: readonly PlanStep[] = labels.split(' ').map((label) => {
    const place = deployment(label.split('=').at(-1) ?? '')
    return {
      model: model(label[0] ?? '', [place]),
      deployment: place,
      candidate: names.indexOf(label[0]),
      retry: RETRY,
      timeouts: TIMEOUTS,
    }
  })
  return { ...samplePlan([], { policy }), steps }
}

/** Takes steps until there is none, each of them failing in the class given for it. */
function walk(plan: Plan, fails: Readonly<Record<string, FailureClass>> = {}): string {
  const cursor = new Cursor(plan)
  const taken: string[] = []
  for (let step = cursor.peek(); step !== null; step = cursor.peek()) {
    cursor.take(step)
    taken.push(step.deployment.label)
    const what = fails[step.deployment.label] ?? 'server_error'
    cursor.failed(step, failure(what))
    if (!cursor.movesOn(failure(what))) break
  }
  return taken.join(' ')
}

describe('walking a plan', () => {
  it('takes every step once, in order', () => {
    expect(walk(planOf('m1 m2 n1 o1'))).toBe('m1 m2 n1 o1')
  })

  it('takes no deployment twice, in however many candidates it stands', () => {
    expect(walk(planOf('m=x m=y n=x o=y o=z'))).toBe('x y z')
  })

  it('comes back to a demoted deployment of a model it has left', () => {
    expect(walk(planOf('m2 n1 m1'))).toBe('m2 n1 m1')
    expect(walk(planOf('m2 n1 m1', { maxMoves: 1 }))).toBe('m2 n1 m1')
    expect(walk(planOf('m2 n1 m1'), { m2: 'auth' })).toBe('m2 m1 n1')
  })

  it.each([
    [0, 'm1 m2'],
    [1, 'm1 m2 n1'],
    [2, 'm1 m2 n1 o1'],
  ])('makes with %i moves allowed the steps %s', (maxMoves, expected) => {
    expect(walk(planOf('m1 m2 n1 o1', { maxMoves }))).toBe(expected)
  })

  it('leaves a model as soon as one of its failures is a trigger, whichever', () => {
    const plan = planOf('m1 m2 n1')
    expect(walk(plan, { m1: 'auth', m2: 'auth' })).toBe('m1 m2')
    expect(walk(plan, { m1: 'auth', m2: 'timeout' })).toBe('m1 m2 n1')
    expect(walk(plan, { m1: 'timeout', m2: 'auth' })).toBe('m1 m2 n1')
  })

  it('stops at a failure that neither the deployments’ set nor a trigger names, whatever failed before', () => {
    const plan = planOf('m1 m2 n1')
    expect(walk(plan, { m1: 'timeout', m2: 'invalid_request' })).toBe('m1 m2')
    expect(walk(plan, { m1: 'context_length' })).toBe('m1')
  })

  it('tries the other deployments of a model with no triggers at all', () => {
    expect(walk(planOf('m1 m2 n1', { triggers: NO_TRIGGERS }))).toBe('m1 m2')
  })

  it('leaves a model of which nothing was tried, for lack of room', () => {
    const cursor = new Cursor(planOf('m1 n1', { triggers: NO_TRIGGERS }))
    const [first] = planOf('m1 n1').steps
    const step = cursor.peek()
    expect(step?.deployment.label).toBe(first?.deployment.label)
    if (step !== null) cursor.take(step)
    expect(cursor.peek()?.deployment.label).toBe('n1')
  })

  it.each(FAILURE_CLASSES)('is over after %s exactly where no set names it', (name) => {
    const cursor = new Cursor(planOf('m1 n1', { triggers: TRIGGER_SETS.rate_limit }))
    expect(cursor.movesOn(failure(name))).toBe(
      matches(TRIGGER_SETS.deployment, { class: name }) || name === 'rate_limit',
    )
  })
})

describe('what would come next', () => {
  const at = (plan: Plan, taken: number): Cursor => {
    const cursor = new Cursor(plan)
    for (const step of plan.steps.slice(0, taken)) cursor.take(step)
    return cursor
  }

  it('is there while another step may be moved to', () => {
    expect(at(planOf('m1 m2'), 1).hasAlternative()).toBe(true)
    expect(at(planOf('m1 m2'), 2).hasAlternative()).toBe(false)
    expect(at(planOf('m1 n1'), 1).hasAlternative()).toBe(true)
    expect(at(planOf('m1 n1', { triggers: NO_TRIGGERS }), 1).hasAlternative()).toBe(false)
    expect(at(planOf('m1 n1', { maxMoves: 0 }), 1).hasAlternative()).toBe(false)
    expect(at(planOf('m=x n=x'), 1).hasAlternative()).toBe(false)
  })

  it('depends on the failure where it is another model', () => {
    const triggers = TRIGGER_SETS.rate_limit
    const other = at(planOf('m1 n1', { triggers }), 1)
    expect(other.hasAlternativeTo(failure('rate_limit'))).toBe(true)
    expect(other.hasAlternativeTo(failure('timeout'))).toBe(false)
    const same = at(planOf('m1 m2', { triggers }), 1)
    expect(same.hasAlternativeTo(failure('timeout'))).toBe(true)
    expect(same.hasAlternativeTo(failure('invalid_request'))).toBe(false)
  })

  it('is a healthy step before one that became unhealthy meanwhile', () => {
    const ill = (label: string) => (step: PlanStep) => (step.deployment.label === label ? demotion : null)
    const next = (labels: string, policy: Partial<Policy> = {}): string | undefined =>
      new Cursor(planOf(labels, policy)).peek(ill('m1'))?.deployment.label
    expect(next('m1 m2 n1')).toBe('m2')
    expect(next('m1 n1')).toBe('n1')
    expect(next('m1')).toBe('m1')
    expect(next('m1 n1', { triggers: TRIGGER_SETS.rate_limit })).toBe('m1')
    expect(next('m1 n1', { maxMoves: 0 })).toBe('m1')
  })
})

describe('while money decides', () => {
  const rank = ({ deployment: { label } }: PlanStep): number => Number(label.slice(1))
  const next = (cursor: Cursor, demoted: readonly string[] = []): string | null => {
    const step = cursor.peekLowest(rank, (one) => (demoted.includes(one.deployment.label) ? demotion : null))
    return step?.deployment.label ?? null
  }
  const after = (plan: Plan, given: number, failureClass: FailureClass = 'server_error'): Cursor => {
    const cursor = new Cursor(plan)
    for (const step of plan.steps.slice(0, given)) {
      cursor.take(step)
      cursor.failed(step, failure(failureClass))
    }
    return cursor
  }

  it('the lowest of several other models comes next, after all of the one under way', () => {
    const plan = planOf('m9 m8 n5 o2 p7')
    expect(next(after(plan, 0))).toBe('m9')
    expect(next(after(plan, 1))).toBe('m8')
    expect(next(after(plan, 2))).toBe('o2')
  })

  it('one that is demoted is not preferred for its price', () => {
    expect(next(after(planOf('m9 n5 o2'), 1), ['o2'])).toBe('n5')
  })

  it('nothing is tried that might not be tried otherwise', () => {
    expect(next(after(planOf('m9 n5 o2'), 1, 'invalid_request'))).toBeNull()
    expect(next(after(planOf('m9 n5 o2', { maxMoves: 0 }), 1))).toBeNull()
  })
})
