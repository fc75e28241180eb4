import { setTimeout as passed } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Simulator } from '#simulator/simulator'
import { startSimulator } from '#simulator/simulator'
import { ask } from '../e2e/ask.ts'
import { poll } from '../e2e/poll.ts'
import type { GatewayProcess } from './gateways.ts'
import { startGatewayProcess } from './gateways.ts'
import type { OwnRedis } from './start-redis.ts'
import { findRedis } from './start-redis.ts'

const startRedis = await findRedis()
let redis: OwnRedis
let simulator: Simulator

const config = (): string => `
server: { port: 0 }
store: sqlite:./usage.db
state: ${redis.url}
providers: { main: { kind: openai, base_url: "${simulator.baseUrl}", api_key: upstream-key } }
models:
  - { name: held, deployments: [{ provider: main, model: held }] }
  - { name: plain, deployments: [{ provider: main, model: plain, tokens_per_minute: 100000000 }] }
keys: [{ name: app, key: "\${KEY}" }]
`

describe.skipIf(startRedis === null)('a rolling update', () => {
  beforeAll(async () => {
    if (startRedis === null) return
    ;[redis, simulator] = await Promise.all([startRedis(), startSimulator({ keepRequests: 0 })])
  })
  afterAll(async () => {
    await simulator.close()
    await redis[Symbol.asyncDispose]()
  })

  it('fails no request, and the new gateway knows what the old one did', async () => {
    simulator.script.always({ tokens: 6, delays: { betweenChunksMs: 30 } })
    await using old = await startGatewayProcess(config())
    const id = (await old.health()).deployments.find(({ model }) => model === 'held')?.id ?? ''
    expect(await old.setState(id, { state: 'drain', reason: 'maintenance' })).toBe(200)
    /** What a load balancer sends requests to. */
    const inRotation: GatewayProcess[] = [old]
    const failed: unknown[] = []
    const load = { on: true, answered: 0 }
    const caller = async (first: number): Promise<void> => {
      for (let n = first; load.on; n++) {
        const gateway = inRotation[n % inRotation.length] ?? old
        const { error } = await ask(gateway.client, { model: 'plain', stream: n % 2 === 0 })
        if (error !== null) failed.push(error)
        load.answered++
        await passed(10)
      }
    }
    const callers = [0, 1, 2, 3].map(caller)
    await using fresh = await startGatewayProcess(config())
    const ready = await poll(async () => ((await fetch(`${fresh.url}/readyz`)).ok ? true : undefined), 30_000)
    expect(ready).toBe(true)
    inRotation.push(fresh)
    const held = (await fresh.health()).deployments.find(({ model }) => model === 'held')
    expect(held).toMatchObject({ state: 'drained', reason: 'maintenance' })
    inRotation.shift()
    old.running.child.kill('SIGTERM')
    expect(await old.running.ended).toBe(0)
    const before = load.answered
    await poll(() => (load.answered > before + 20 ? true : undefined), 30_000)
    load.on = false
    await Promise.all(callers)

    expect(failed).toEqual([])
  }, 150_000)
})
