import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Failure, FailureClass } from '#domain/failure'
import { FAILURE_CLASSES, FAILURE_RULES } from '#domain/failure'
import type { Retry } from '#domain/policy'
import { RETRY } from '#simulator/sample'
import type { DecisionFacts } from './decide.ts'
import { decide } from './decide.ts'

type Given = Partial<Omit<DecisionFacts, 'retry'>> & { readonly retry?: Partial<Retry> }

const failure = (failureClass: FailureClass, retryAfterMs?: number): Failure => ({
  class: failureClass,
  detail: 'scripted',
  ...(retryAfterMs !== undefined && { retryAfterMs }),
})
const factsOf = ({ retry, ...more }: Given): DecisionFacts => ({
  retry: { ...RETRY, ...retry },
  tries: 1,
  attempts: 1,
  maxTotalAttempts: 8,
  movesOn: true,
  alternative: true,
  betterElsewhere: false,
  waited: false,
  vain: false,
  drained: false,
  crowdMs: 0,
  remainingMs: 60_000,
  budget: true,
  moved: false,
  minAttemptMs: 100,
  random: 0.5,
  ...more,
})
const after = (what: Failure, given: Given = {}): string => {
  const decision = decide(what, factsOf(given))
  return decision.kind === 'again' ? `again after ${decision.afterMs}` : decision.kind
}
const TWICE = { retry: { maxAttempts: 2 } }

describe('after a failure', () => {
  it.each(FAILURE_CLASSES)('%s is tried again in place only as its class and max_attempts allow', (name) => {
    const { again } = FAILURE_RULES[name]
    expect(after(failure(name))).toBe('move')
    const mayRepeat = again === 'yes' || again === 'once'
    expect(after(failure(name), TWICE)).toBe(mayRepeat ? 'again after 125' : 'move')
    expect(after(failure(name), { ...TWICE, tries: 2 })).toBe('move')
    const third = after(failure(name), { retry: { maxAttempts: 5 }, tries: 2 })
    expect(third).toBe(again === 'yes' ? 'again after 250' : 'move')
  })

  it('nothing is tried beyond the most attempts of one request', () => {
    expect(after(failure('server_error'), { ...TWICE, attempts: 8 })).toBe('stop')
    expect(after(failure('server_error'), { ...TWICE, attempts: 7 })).toBe('again after 125')
  })

  it('stops where no trigger names it, whatever else there is', () => {
    expect(after(failure('invalid_request'), { movesOn: false })).toBe('stop')
  })

  it('stops where nothing is left', () => {
    expect(after(failure('server_error'), { alternative: false })).toBe('stop')
  })

  it('a place that has become unhealthy is left rather than tried again, if there is another', () => {
    expect(after(failure('server_error'), { ...TWICE, betterElsewhere: true })).toBe('move')
    expect(after(failure('server_error'), TWICE)).toBe('again after 125')
  })

  it('a wait that would not end in time is not begun', () => {
    expect(after(failure('server_error'), { ...TWICE, remainingMs: 225 })).toBe('again after 125')
    expect(after(failure('server_error'), { ...TWICE, remainingMs: 224 })).toBe('move')
    expect(after(failure('server_error'), { ...TWICE, remainingMs: 99 })).toBe('stop')
  })
})

describe('a rate limit', () => {
  it.each([
    // hint, max_attempts, tries, alternative, waited before → what follows
    [undefined, 1, 1, true, false, 'move'],
    [undefined, 3, 1, true, false, 'move'],
    [undefined, 3, 1, false, false, 'stop'],
    [3_000, 1, 1, true, false, 'move'],
    [3_000, 2, 1, true, false, 'again after 3000'],
    [3_000, 2, 2, true, false, 'move'],
    [3_001, 2, 1, true, false, 'move'],
    [0, 2, 1, true, false, 'again after 0'],
    // nowhere else to go: once, up to ten seconds
    [10_000, 1, 1, false, false, 'again after 10000'],
    [10_001, 1, 1, false, false, 'stop'],
    [10_000, 1, 1, false, true, 'stop'],
    [3_000, 2, 1, false, true, 'again after 3000'],
    [3_001, 2, 1, false, false, 'again after 3001'],
  ] as const)(
    'with the hint %s, max_attempts %i, try %i, an alternative %s, waited before %s: %s',
    (hint, maxAttempts, tries, alternative, waited, expected) => {
      const given = { retry: { maxAttempts }, tries, alternative, waited }
      expect(after(failure('rate_limit', hint), given)).toBe(expected)
    },
  )

  it('is not waited out where its hints have proved empty and there is somewhere to go', () => {
    const vain = { retry: { maxAttempts: 3 }, vain: true }
    expect(after(failure('rate_limit', 2_000), vain)).toBe('move')
    expect(after(failure('rate_limit', 2_000), { ...vain, alternative: false })).toBe('again after 2000')
  })

  it('is waited out behind those who wait already', () => {
    const crowded = { retry: { maxAttempts: 2 }, crowdMs: 500 }
    expect(after(failure('rate_limit', 3_000), crowded)).toBe('again after 3500')
    expect(after(failure('rate_limit', 3_000), { ...crowded, remainingMs: 3_599 })).toBe('move')
  })

  it('is answered at once where the hint does not fit into the deadline', () => {
    const last = { alternative: false, remainingMs: 5_000 }
    expect(after(failure('rate_limit', 4_900), last)).toBe('again after 4900')
    expect(after(failure('rate_limit', 4_901), last)).toBe('stop')
  })
})

it('never waits less than the hint, never beyond the deadline, and never beyond max_attempts but once', () => {
  const given = fc.record({
    failureClass: fc.constantFrom(...FAILURE_CLASSES),
    hint: fc.option(fc.nat(20_000), { nil: undefined }),
    maxAttempts: fc.integer({ min: 1, max: 4 }),
    tries: fc.integer({ min: 1, max: 5 }),
    alternative: fc.boolean(),
    movesOn: fc.boolean(),
    betterElsewhere: fc.boolean(),
    waited: fc.boolean(),
    vain: fc.boolean(),
    crowdMs: fc.nat(5_000),
    remainingMs: fc.nat(20_000),
    budget: fc.boolean(),
    moved: fc.boolean(),
    random: fc.double({ min: 0, max: 0.999, noNaN: true }),
  })
  fc.assert(
    fc.property(given, ({ failureClass, hint, maxAttempts, ...more }) => {
      const facts = factsOf({ ...more, retry: { maxAttempts } })
      const decision = decide(failure(failureClass, hint), facts)
      if (decision.kind === 'move') expect(facts.alternative && facts.movesOn).toBe(true)
      if (decision.kind !== 'again') return
      expect(decision.afterMs + facts.minAttemptMs).toBeLessThanOrEqual(facts.remainingMs)
      if (failureClass === 'rate_limit') expect(decision.afterMs).toBe((hint ?? 0) + facts.crowdMs)
      const lastResort = failureClass === 'rate_limit' && !facts.waited && !facts.alternative
      expect(facts.tries < maxAttempts || lastResort).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})

describe('the retry budget', () => {
  const used = { ...TWICE, budget: false }

  it('takes away the tries in place, and leaves the first move', () => {
    expect(after(failure('server_error'), used)).toBe('move')
  })

  it('takes away every further move', () => {
    expect(after(failure('server_error'), { ...used, moved: true })).toBe('stop')
  })

  it('leaves nothing to do where there is nowhere to go', () => {
    expect(after(failure('server_error'), { ...used, alternative: false })).toBe('stop')
  })
})

it('nothing is tried again where an operator has drained the place', () => {
  expect(after(failure('overloaded'), { ...TWICE, drained: true })).toBe('move')
  expect(after(failure('rate_limit', 500), { ...TWICE, drained: true, alternative: false })).toBe('stop')
})
