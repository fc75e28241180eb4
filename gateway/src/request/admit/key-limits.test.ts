import { describe, expect, it } from 'vitest'
import type { VirtualKey } from '#domain/configuration'
import { GatewayError } from '#domain/errors'
import type { KeyId } from '#domain/names'
import { admitted, virtualKey } from '#simulator/sample'
import { VirtualClock } from '#simulator/virtual-clock'
import { KeyLimits } from './key-limits.ts'

const keyOf = (limits: Partial<VirtualKey['limits']>): VirtualKey =>
  virtualKey({
    limits: { requestsPerMinute: null, tokensPerMinute: null, concurrency: null, budget: null, ...limits },
  })
const request = (maxOutputTokens: number | null = 0) => admitted('m', { body: { maxOutputTokens } }).accepted

function fresh() {
  const clock = new VirtualClock()
  const limits = new KeyLimits(clock)
  const refused = (key: VirtualKey, accepted = request()): [string, number | null] | null => {
    try {
      limits.take(key, accepted)
      return null
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== 'key_limit_reached') throw error
      return [error.message, error.retryAfterMs]
    }
  }
  return { clock, limits, refused }
}

describe('the limits of a key', () => {
  it('of requests per minute refuse the next one until the first is over a minute old', async () => {
    const { clock, refused } = fresh()
    const key = keyOf({ requestsPerMinute: 2 })
    expect(refused(key)).toBeNull()
    await clock.advance(5_500)
    expect(refused(key)).toBeNull()
    const full = refused(key)
    expect(full).toEqual(['This API key has reached its limit: 2 requests per minute.', 55_500])
    await clock.advance((full?.[1] ?? 0) - 1)
    expect(refused(key)?.[1]).toBe(1)
    await clock.advance(1)
    expect(refused(key)).toBeNull()
  })

  it('refuse until all of them have room, naming the one that takes longest', async () => {
    const { clock, limits, refused } = fresh()
    const key = keyOf({ requestsPerMinute: 1, tokensPerMinute: 100, concurrency: 1 })
    const first = limits.take(key, request(80))
    first.release(90)
    await clock.advance(30_000)
    expect(refused(key, request(0))).toEqual([expect.stringContaining('requests per minute'), 31_000])

    const wide = {
      ...keyOf({ requestsPerMinute: 2, tokensPerMinute: 100, concurrency: 1 }),
      id: 'wide' as KeyId,
    }
    limits.take(wide, request(80))
    expect(refused(wide, request(80))).toEqual([expect.stringContaining('tokens per minute'), 61_000])
    expect(refused(wide, request(0))).toEqual([expect.stringContaining('requests at once'), 1_000])
  })

  it.each([
    [null, 266],
    [40, 50],
    [0, 10],
  ])('of tokens per minute count, with max_tokens %s, %i', (maxOutputTokens, tokens) => {
    const { refused } = fresh()
    const key = keyOf({ tokensPerMinute: tokens * 2 })
    expect(refused(key, request(maxOutputTokens))).toBeNull()
    expect(refused(key, request(maxOutputTokens))).toBeNull()
    expect(refused(key, request(maxOutputTokens))?.[0]).toContain('tokens per minute')
  })

  it('of tokens per minute expect what the key’s answers usually have, whatever they might have', () => {
    const { limits } = fresh()
    const key = keyOf({ tokensPerMinute: 1_000_000 })
    const left = (): number =>
      Number(Object.fromEntries(limits.take(key, request(1_000_000)).headers)['x-ratelimit-remaining-tokens'])
    expect(left()).toBe(1_000_000 - 10 - 256)
    for (let answers = 0; answers < 400; answers++) limits.take(key, request(1_000_000)).release(30)
    expect(left() - left()).toBeLessThan(60)
  })

  it('of tokens per minute are corrected by what was really used', () => {
    const { limits, refused } = fresh()
    const key = keyOf({ tokensPerMinute: 100 })
    limits.take(key, request(90)).release(20)
    expect(refused(key, request(70))).toBeNull()
    expect(refused(key, request(0))).not.toBeNull()
  })

  it('of requests at once free a place when one ends', () => {
    const { limits, refused } = fresh()
    const key = keyOf({ concurrency: 2 })
    const first = limits.take(key, request())
    limits.take(key, request())
    expect(refused(key)).toEqual(['This API key has reached its limit: at most 2 requests at once.', 1_000])
    first.release(0)
    expect(refused(key)).toBeNull()
    expect(refused(key)).not.toBeNull()
  })

  it('take nothing for a request that is refused', () => {
    const { limits, refused } = fresh()
    const key = keyOf({ requestsPerMinute: 5, tokensPerMinute: 15 })
    expect(refused(key)).toBeNull()
    for (let time = 0; time < 10; time++) expect(refused(key)?.[0]).toContain('tokens per minute')
    const free = keyOf({ requestsPerMinute: 5 })
    const remaining = Object.fromEntries(limits.take(free, request()).headers)[
      'x-ratelimit-remaining-requests'
    ]
    expect(remaining).toBe('3')
  })

  it('are told in headers, only those there are', () => {
    const { limits } = fresh()
    const key = keyOf({ requestsPerMinute: 5, tokensPerMinute: 100 })
    expect(limits.take(key, request(20)).headers).toEqual([
      ['x-ratelimit-limit-requests', '5'],
      ['x-ratelimit-remaining-requests', '4'],
      ['x-ratelimit-limit-tokens', '100'],
      ['x-ratelimit-remaining-tokens', '70'],
    ])
    expect(limits.take(keyOf({ concurrency: 9 }), request()).headers).toEqual([])
    expect(limits.take(keyOf({}), request()).headers).toEqual([])
  })

  it('are kept per key', () => {
    const { refused } = fresh()
    const key = keyOf({ requestsPerMinute: 1 })
    expect(refused(key)).toBeNull()
    expect(refused({ ...key, id: 'other' as KeyId })).toBeNull()
    expect(refused(key)).not.toBeNull()
  })
})

it('what a request took is given back once, however often it is released', () => {
  const { limits, refused } = fresh()
  const key = keyOf({ concurrency: 1 })
  const { release } = limits.take(key, request())
  release(0)
  release(0)
  limits.take(key, request())
  expect(refused(key)?.[0]).toContain('at most 1 requests at once')
})
