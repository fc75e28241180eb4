import { describe, expect, it } from 'vitest'
import { StoreReader } from '#store/store-reader'
import { serverError } from '#simulator/faults'
import { ask } from './ask.ts'
import { poll } from './poll.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const CONFIG = {
  providers: {
    first: { kind: 'openai', base_url: '${SIM0}', api_key: 'first-key' },
    second: { kind: 'openai', base_url: '${SIM1}', api_key: 'second-key' },
  },
  models: [
    { name: 'a', deployments: [{ provider: 'first', model: 'primary' }], fallbacks: ['b'] },
    { name: 'b', deployments: [{ provider: 'second', model: 'backup' }] },
  ],
  breaker: { failures: 2, open_ms: 60_000, open_max_ms: 60_000 },
  keys: [{ name: 'app', key: '${KEY}' }],
}

/** Everything in the log, oldest first, once there are so many events. */
async function eventsOf(backstay: Backstay, count: number) {
  const reader = new StoreReader({ url: backstay.storeUrl })
  try {
    return await poll(async () => {
      const found = await reader.ask('list-events', {
        organisation: 'default',
        kinds: [],
        since: null,
        before: null,
        limit: 100,
      })
      return found.length >= count ? found.toReversed().map(({ event }) => event) : undefined
    })
  } finally {
    await reader.close()
  }
}

describe('the event log', () => {
  it('has every request that moved, and every change of state, in order', async () => {
    await using backstay = await startBackstay(CONFIG)
    backstay.simulators[0]?.script.always(serverError())
    const ids: unknown[] = []
    for (const stream of [false, true, false]) {
      const { headers, error } = await ask(backstay.client, { model: 'a', stream })
      expect(error).toBeNull()
      ids.push(headers.get('x-request-id'))
    }
    await ask(backstay.client, { model: 'b', stream: false })
    await backstay.reload({ ...CONFIG, retry: { max_attempts: 2 } })
    const events = await eventsOf(backstay, 6)
    const to = { model: 'b', deployment: 'b/second' }
    const moved = { kind: 'request-moved', key: 'app', requestedModel: 'a', status: 200, count: 1, to }
    const from = { model: 'a', deployment: 'a/first' }
    const passedOver = { model: 'a', deployment: null }

    expect(events.map(({ kind }) => kind)).toEqual([
      'config-loaded',
      'request-moved',
      'breaker-opened',
      'request-moved',
      'request-moved',
      'config-loaded',
    ])
    expect(events.filter(({ kind }) => kind === 'request-moved')).toEqual([
      { ...moved, request: ids[0], from, classes: ['server_error'] },
      { ...moved, request: ids[1], from, classes: ['server_error'] },
      { ...moved, request: ids[2], from: passedOver, classes: ['server_error'] },
    ])
    expect(events[2]).toMatchObject({ deployment: 'a/first', class: 'server_error' })
    expect(events[0]).not.toEqual(events[5])
  })
})
