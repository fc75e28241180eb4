import { describe, expect, it } from 'vitest'
import { deployment, model, RETRY } from '#simulator/sample'
import type { Script } from '#simulator/sample-run'
import { ANSWER, fails, SampleWorld } from '#simulator/sample-run'

const retry = { ...RETRY, maxAttempts: 2 }
const first = deployment('m1', { priority: 1 })
const second = deployment('m2', { priority: 2 })
const models = [model('m', [first, second], { retry })]

type Name = 'm1' | 'm2'

/** A world in which some have failed so often in a row, and some cool down. */
function world(
  script: Script,
  { failed, cooling }: { failed: Partial<Record<Name, number>>; cooling: Name[] },
) {
  const made = new SampleWorld(script)
  for (const place of [first, second]) {
    const label = place.label as Name
    const ticket = made.states.dispatched(place, 0)
    for (let time = 0; time < (failed[label] ?? 0); time++) {
      made.states.failed(place, { failure: { class: 'network', detail: '' }, ticket }, 0)
    }
    const failure = { class: 'rate_limit', detail: '', retryAfterMs: 5_000 } as const
    if (cooling.includes(label)) made.states.failed(place, { failure, ticket }, 0)
  }
  return made
}

describe('after a failure', () => {
  it('a place that is out of service is tried again rather than one that is too', async () => {
    const script = { m1: [fails('server_error'), ANSWER], m2: [ANSWER] }
    const ended = await world(script, { failed: { m2: 5 }, cooling: ['m1'] }).run({ models })
    expect(ended.calls).toBe('m1 m1')
  })

  it('a place that has gone out of service is left for one that is in service', async () => {
    const script = { m1: [fails('server_error'), ANSWER], m2: [ANSWER] }
    const ended = await world(script, { failed: { m1: 4 }, cooling: [] }).run({ models })
    expect(ended.calls).toBe('m1 m2')
  })
})

it('a place that failed requests before more often than there are tries is left at the first failure', async () => {
  const script = { m1: [fails('server_error')], m2: [ANSWER] }
  const made = world(script, { failed: { m1: 1 }, cooling: [] })
  expect((await made.run({ models })).calls).toBe('m1 m1 m2')
  expect((await made.run({ models })).calls).toBe('m1 m2')
  const alone = world(script, { failed: { m1: 4 }, cooling: [] })
  expect((await alone.run({ models: [model('m', [first], { retry })] })).calls).toBe('m1 m1')
})

describe('a place that is drained while a request is under way', () => {
  const DRAIN = { state: 'drained', forMs: null, reason: 'maintenance', by: 'ops' } as const
  /** The place is drained so many milliseconds after the request came. */
  async function drained(place: typeof first, atMs: number, script: Script) {
    const made = world(script, { failed: {}, cooling: [] })
    made.clock.after(atMs, () => made.manual.change(place, DRAIN))
    return made.run({ models })
  }

  it('is not called, not even as the last resort', async () => {
    const limited = fails('auth', { status: 401 })
    const ended = await drained(second, 5, { m1: [limited], m2: [ANSWER] })
    expect(ended.calls).toBe('m1')
    expect(ended.answered.result).toMatchObject({ kind: 'failed', failure: { class: 'auth' } })
    expect(ended.answered.skipped).toEqual([
      { deployment: 'm2', reason: 'drained since the request was planned' },
    ])
  })

  it.each([
    ['before the first try has failed', 5],
    ['during the wait before the next try', 50],
  ])('is not tried again: %s', async (_when, atMs) => {
    const ended = await drained(first, atMs, { m1: [fails('server_error'), ANSWER], m2: [ANSWER] })
    expect(ended.calls).toBe('m1 m2')
    expect(ended.answered.result.kind).toBe('answered')
  })

  it('finishes what it has begun', async () => {
    expect((await drained(first, 5, { m1: [ANSWER] })).calls).toBe('m1')
  })
})

describe('the hedge of a probe', () => {
  it('goes to a place that cools down for a moment, where no other is in service', async () => {
    const script = { m1: [{ kind: 'hang' }], m2: [ANSWER] } as const
    const made = world(script, { failed: { m1: 5 }, cooling: ['m2'] })
    await made.clock.advance(2_000)
    const ended = await made.run({ models, request: { body: { streamed: true } } })
    expect(ended.calls).toBe('m1 m2')
    expect(ended.endedAt).toBeLessThan(5_000)
  })

  it('is followed by another where it fails: nobody waits for the probe', async () => {
    const third = deployment('m3', { priority: 3 })
    const script = { m1: [{ kind: 'hang' }], m2: [fails('server_error')], m3: [ANSWER] } as const
    const made = world(script, { failed: { m1: 5 }, cooling: [] })
    await made.clock.advance(2_000)
    const ended = await made.run({ models: [model('m', [first, second, third])] })
    expect(ended.calls).toBe('m1 m2 m3')
    expect(ended.endedAt).toBe(2_000 + 1_000 + 10 + 50)
    await made.clock.advance(60_000)
    expect(made.states.of(first).breaker.kind).toBe('open')
  })

  it('is made as soon as there is a place for it', async () => {
    const script = { m1: [{ kind: 'hang' }], m2: [ANSWER] } as const
    const made = world(script, { failed: { m1: 5, m2: 5 }, cooling: [] })
    await made.clock.advance(1_990)
    const other = made.states.dispatched(second, made.clock.now() + 1_000)
    made.clock.after(4_000, () => made.states.committed(second, other, 0))
    await made.clock.advance(10)
    const ended = await made.run({ models })
    expect(ended.calls).toBe('m1 m2')
    expect(ended.endedAt).toBe(2_000 + 4_000 + 50)
  })
})
