import { describe, expect, it } from 'vitest'
import type { GatewayEvent, RequestMoved } from '#domain/event'
import type { AttemptRecord, UsageRecord } from '#domain/record'
import { VirtualClock } from '#simulator/virtual-clock'
import { sampleRecord } from '#store/sample-record'
import { MovedRequests } from './moved-requests.ts'

function fresh() {
  const clock = new VirtualClock()
  const events: RequestMoved[] = []
  const tell = (event: GatewayEvent): void => {
    if (event.kind === 'request-moved') events.push(event)
  }
  return { clock, events, moved: new MovedRequests(clock, { tell }) }
}

const attempt = (n: number, place: string, more: Partial<AttemptRecord>): AttemptRecord => ({
  n,
  modelName: place.split('/')[0] ?? '',
  deployment: place,
  provider: 'p',
  region: null,
  status: null,
  outcome: 'failed',
  errorClass: 'overloaded',
  action: 'next_model',
  reason: '',
  startedAt: 0,
  ttftMs: null,
  totalMs: 1,
  tokens: null,
  ...more,
})
const ANSWERED = { outcome: 'answered', errorClass: null, action: 'answer' } as const

function record(routing: Partial<UsageRecord['routing']>, more: Partial<UsageRecord> = {}): UsageRecord {
  const sample = sampleRecord(more)
  return { ...sample, routing: { ...sample.routing, ...routing } }
}

const MOVED = record({
  attempts: [
    attempt(1, 'a/one', {}),
    attempt(2, 'a/one', { action: 'retry' }),
    attempt(3, 'b/two', ANSWERED),
  ],
  fallbacks: ['overloaded'],
})

describe('a request that moved', () => {
  it('is told of with where it went from, where to, why, and whose it was', () => {
    const { events, moved } = fresh()
    moved.observe(MOVED)
    expect(events).toEqual([
      {
        kind: 'request-moved',
        request: 'request-1',
        key: 'app',
        requestedModel: 'gpt-4o',
        from: { model: 'a', deployment: 'a/one' },
        to: { model: 'b', deployment: 'b/two' },
        classes: ['overloaded'],
        status: 200,
        count: 1,
      },
    ])
  })

  it('went from the model it asked for where the first one was passed over without asking it', () => {
    const { events, moved } = fresh()
    moved.observe(record({ attempts: [attempt(1, 'b/two', ANSWERED)], fallbacks: ['server_error'] }))
    expect(events[0]).toMatchObject({
      from: { model: 'gpt-4o', deployment: null },
      to: { model: 'b', deployment: 'b/two' },
    })
  })
})

describe('very many requests that moved', () => {
  it('are told of one by one up to a hundred in a second, and the others together: none is lost', async () => {
    const { clock, events, moved } = fresh()
    for (let n = 0; n < 1_000; n++) moved.observe({ ...MOVED, id: `r${n}`, key: n % 2 === 0 ? 'x' : 'y' })
    expect(events).toHaveLength(100)
    await clock.advance(1_000)
    expect(events).toHaveLength(102)
    expect(events.reduce((sum, { count }) => sum + count, 0)).toBe(1_000)
    expect(events.slice(-2).map(({ key, count, request }) => [key, count, request])).toEqual([
      ['x', 450, 'r998'],
      ['y', 450, 'r999'],
    ])
    moved.observe({ ...MOVED, id: 'later' })
    expect(events.at(-1)).toMatchObject({ request: 'later', count: 1 })
    expect(clock.pending).toBe(0)
  })

  it('are told of at once where nothing will be told of later', () => {
    const { clock, events, moved } = fresh()
    for (let n = 0; n < 150; n++) moved.observe(MOVED)
    expect(events).toHaveLength(100)
    moved.flush()
    expect(events.slice(100).map(({ count }) => count)).toEqual([50])
    expect(clock.pending).toBe(0)
  })

  it('take bounded room however different they are', async () => {
    const { clock, events, moved } = fresh()
    for (let n = 0; n < 5_000; n++) moved.observe({ ...MOVED, requestedModel: `m${n}` })
    await clock.advance(1_000)
    expect(events).toHaveLength(5_000)
  })
})
