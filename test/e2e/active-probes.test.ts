import { eventPageSchema, usagePageSchema } from '@backstay/contract/admin'
import { describe, expect, it } from 'vitest'
import { serverError, unauthorized } from '#simulator/faults'
import { ask } from './ask.ts'
import { askAdmin } from './ask-admin.ts'
import { poll } from './poll.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const config = (probe: object, more: object = {}): object => ({
  providers: {
    first: { kind: 'openai', base_url: '${SIM0}', api_key: 'first-key' },
    second: { kind: 'openai-compatible', base_url: '${SIM1}', api_key: 'second-key' },
  },
  models: [
    {
      name: 'chat',
      price: { input: 1_000, output: 1_000 },
      deployments: [
        { provider: 'first', model: 'primary', priority: 1 },
        { provider: 'second', model: 'backup', priority: 2 },
      ],
      probe,
    },
  ],
  breaker: { failures: 2, open_ms: 50, open_max_ms: 50 },
  keys: [{ name: 'app', key: '${KEY}' }],
  ...more,
})

const stateOf = async (backstay: Backstay): Promise<string | undefined> => {
  const { body } = await askAdmin(backstay, 'health')
  return (body as { deployments: { state: string }[] }).deployments[0]?.state
}

describe('active probes', () => {
  it('find that a deployment is down, and that it is well again, without a request of anybody', async () => {
    await using backstay = await startBackstay(config({ every_ms: 100 }))
    backstay.simulators[0]?.script.always(serverError())
    const kinds = async (): Promise<readonly string[]> =>
      eventPageSchema.parse((await askAdmin(backstay, 'events')).body).data.map(({ kind }) => kind)
    await poll(async () => ((await kinds()).includes('breaker-opened') ? true : undefined))
    backstay.simulators[0]?.script.always({})
    await poll(async () => ((await kinds()).includes('breaker-closed') ? true : undefined))

    expect(['healthy', 'degraded']).toContain(await stateOf(backstay))
    expect((await ask(backstay.client, { model: 'chat', stream: false })).model).toBe('primary')
  })

  it('are as small as can be, in the words of each provider, and recorded with what they cost', async () => {
    await using backstay = await startBackstay(config({ every_ms: 100 }))
    const [first, second] = backstay.simulators
    await first?.until((requests) => requests.length > 0)
    await second?.until((requests) => requests.length > 0)
    const records = await poll(async () => {
      const { data } = usagePageSchema.parse((await askAdmin(backstay, 'usage?probe=true')).body)
      return data.length > 1 ? data : undefined
    })

    expect(first?.requests[0]?.body).toMatchObject({ model: 'primary', max_completion_tokens: 1 })
    expect(second?.requests[0]?.body).toMatchObject({ model: 'backup', max_tokens: 1 })
    expect(records[0]).toMatchObject({
      key: '(probe)',
      probe: true,
      requestedModel: 'chat',
      status: 200,
      routing: { strategy: 'probe', attempts: [{ outcome: 'answered', reason: 'active probe' }] },
    })
    expect(records[0]?.costUsd).toBeGreaterThan(0)
    const { data } = usagePageSchema.parse((await askAdmin(backstay, 'usage?probe=false')).body)
    expect(data).toEqual([])
  })

  it('find a key that works again', async () => {
    await using backstay = await startBackstay(config({ every_ms: 100 }))
    backstay.simulators[0]?.script.always(unauthorized())
    await poll(async () => ((await stateOf(backstay)) === 'benched' ? true : undefined))
    const { requests = 0 } = backstay.simulators[0]?.counts() ?? {}
    await poll(async () => ((backstay.simulators[1]?.counts().requests ?? 0) > 5 ? true : undefined))

    // Benched for a minute: it is not asked meanwhile.
    expect(backstay.simulators[0]?.counts().requests).toBe(requests)
  })

  it('are not sent where the file asks for none, and stop when it no longer does', async () => {
    await using backstay = await startBackstay(config({ every_ms: 50 }))
    await backstay.simulators[0]?.until((requests) => requests.length > 1)
    await backstay.reload(config({ every_ms: null }))
    const before = backstay.simulators[0]?.counts().requests ?? 0
    for (let n = 0; n < 10; n++) await ask(backstay.client, { model: 'chat', stream: false })

    expect(backstay.simulators[0]?.counts().requests).toBeLessThanOrEqual(before + 11)
  })
})
