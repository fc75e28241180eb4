import { describe, expect, it, vi } from 'vitest'
import { GatewayError } from '#domain/errors'
import { configuration } from '#simulator/sample'
import { sampleRecord } from '#store/sample-record'
import { StoreError } from '#store/store-error'
import { PastRequests } from './past-requests.ts'

const ID = '0199f3a2-0000-7000-8000-000000000000'
const KEY = { configuration: configuration([]), key: { name: 'app' } }
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

  it('asks for it by organisation and key: names of keys are told apart by both', async () => {
    const asked: unknown[] = []
    const reader = {
      ask: (_name: string, question: unknown) => (asked.push(question), Promise.resolve(null)),
    }
    const flush = { flush: async () => undefined, rate: () => undefined }
    const lost = new PastRequests(flush, reader as never).find(ID, KEY)
    expect(await codeOf(lost)).toBe('request_not_found')
    expect(asked).toEqual([{ organisation: 'default', key: 'app', id: ID }])
  })
})
