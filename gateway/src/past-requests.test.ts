import { describe, expect, it, vi } from 'vitest'
import { GatewayError } from '#domain/errors'
import { virtualKey } from '#simulator/sample'
import { sampleRecord } from '#store/sample-record'
import { StoreError } from '#store/store-error'
import { PastRequests } from './past-requests.ts'

const ID = '0199f3a2-0000-7000-8000-000000000000'
const KEY = virtualKey({ name: 'app' })
const FOUND = { record: sampleRecord({ id: ID, key: 'app' }), feedback: null }

const past = (flush: () => Promise<void>, ask: () => Promise<unknown>): PastRequests =>
  new PastRequests({ flush, rate: () => undefined }, { ask: () => ask() as Promise<never> })
const codeOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'found',
    (error: unknown) => (error instanceof GatewayError ? error.code : error),
  )

describe('looking for a request that is over', () => {
  it('asks the store when everything has reached it', async () => {
    const order: string[] = []
    const flush = async (): Promise<void> => void order.push('flush')
    const ask = async (): Promise<unknown> => (order.push('ask'), FOUND)
    expect(await past(flush, ask).find(ID, KEY)).toBe(FOUND)
    expect(order).toEqual(['flush', 'ask'])
  })

  it('says that the store is not there, rather than that there is no such request', async () => {
    const ask = (): Promise<unknown> => Promise.reject(new StoreError('The disk is full.'))
    expect(await codeOf(past(async () => undefined, ask).find(ID, KEY))).toBe('store_unavailable')
  })

  it('waits for records on their way for two seconds, and does not deny what may be among them', async () => {
    vi.useFakeTimers()
    const never = (): Promise<void> => new Promise(() => undefined)
    const missing = codeOf(past(never, async () => null).find(ID, KEY))
    const found = codeOf(past(never, async () => FOUND).find(ID, KEY))
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await Promise.all([missing, found])).toEqual(['store_unavailable', 'found'])
    vi.useRealTimers()
  })

  it('does not tell requests of other keys from requests that never were', async () => {
    const others = past(
      async () => undefined,
      async () => FOUND,
    ).find(ID, virtualKey({ name: 'x' }))
    const none = past(
      async () => undefined,
      async () => null,
    ).find(ID, KEY)
    const messages = await Promise.allSettled([others, none])
    expect(messages[0]).toEqual(messages[1])
  })
})
