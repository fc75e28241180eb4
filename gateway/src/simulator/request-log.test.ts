import { describe, expect, it } from 'vitest'
import type { ReceivedRequest } from './request-log.ts'
import { createRequestLog } from './request-log.ts'

function request(n: number): ReceivedRequest {
  return {
    n,
    connection: 1,
    method: 'POST',
    path: '/',
    headers: {},
    bodyText: '',
    body: {},
    apiKey: n % 2 === 0 ? 'even' : null,
    model: 'm',
    streamed: false,
    at: n,
    outcome: 'pending',
    endedAt: null,
    abortedAt: null,
  }
}

describe('createRequestLog', () => {
  it('keeps the newest requests and counts all of them', () => {
    const log = createRequestLog(3)
    for (let n = 1; n <= 11; n++) {
      log.add(request(n))
      expect(log.entries().map((entry) => entry.n)).toEqual([n - 2, n - 1, n].filter((kept) => kept > 0))
    }
    expect(log.counts()).toEqual({
      requests: 11,
      aborted: 0,
      pending: 11,
      byModel: { m: 11 },
      byKey: { even: 5 },
    })
  })

  it('keeps none if told so, and still counts', () => {
    const log = createRequestLog(0)
    log.add(request(1))
    expect(log.entries()).toEqual([])
    expect(log.counts().requests).toBe(1)
  })

  it('records how a request ended', () => {
    const log = createRequestLog(10)
    const [gone, answered] = [request(1), request(2)]
    log.add(gone)
    log.add(answered)
    log.end(gone, 'aborted', 50)
    log.end(answered, 'answered', 60)
    expect(gone).toMatchObject({ outcome: 'aborted', endedAt: 50, abortedAt: 50 })
    expect(answered).toMatchObject({ outcome: 'answered', endedAt: 60, abortedAt: null })
    expect(log.counts()).toMatchObject({ aborted: 1, pending: 0 })
  })

  it('tells when a condition has come to hold', async () => {
    const log = createRequestLog(10)
    const both = log.until((requests) => requests.length === 2)
    let told = false
    void both.then(() => (told = true))
    log.add(request(1))
    await Promise.resolve()
    expect(told).toBe(false)
    log.add(request(2))
    await both
  })

  it('gives up waiting when it is closed', async () => {
    const log = createRequestLog(10)
    const never = log.until(() => false)
    log.close()
    await expect(never).rejects.toThrow('closed before')
  })

  it('forgets on request, while numbers go on', () => {
    const log = createRequestLog(10)
    log.add(request(log.nextNumber()))
    log.clear()
    expect(log.entries()).toEqual([])
    expect(log.counts()).toMatchObject({ requests: 0, byModel: {} })
    expect(log.nextNumber()).toBe(2)
  })
})
