import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { startSimulator } from '#simulator/simulator'
import { testPostgres } from '#test-services/test-postgres'
import { TcpDoor } from '../browser/tcp-door.ts'
import { ask } from '../e2e/ask.ts'
import { poll } from '../e2e/poll.ts'
import { startGatewayProcess } from './gateways.ts'
import { findRedis } from './start-redis.ts'

const SLOW_MACHINE_MS = 60_000
const [startRedis, postgres] = await Promise.all([findRedis(), testPostgres()])

describe.skipIf(startRedis === null || postgres === null)('while PostgreSQL is away', () => {
  it('a gateway that starts has from Redis what the store added, and follows the store when it is back', async () => {
    if (startRedis === null || postgres === null) throw new Error('there is no server')
    await using redis = await startRedis()
    const database = await postgres.database()
    await using door = await TcpDoor.before(database.url)
    const simulator = await startSimulator()
    const store = new URL(database.url)
    store.port = new URL(door.url).port
    const config = `
server: { port: 0 }
store: "\${STORE}"
state: ${redis.url}
providers: { main: { kind: openai, base_url: "${simulator.baseUrl}", api_key: upstream-key } }
models: [{ name: plain, deployments: [{ provider: main, model: plain }] }]
keys: [{ name: app, key: "\${KEY}" }]
`
    const env = { STORE: store.href, BACKSTAY_MASTER_KEY: 'master-key-of-the-tests-0123456789' }
    try {
      const key = await (async () => {
        await using first = await startGatewayProcess(config, [], env)
        const made = (await (await first.admin('POST', 'apikeys', { name: 'made' })).json()) as {
          key: string
        }
        await poll(
          async () => ((await redis.fields('backstay:configurations')) === 1 ? true : undefined),
          SLOW_MACHINE_MS,
        )
        return made.key
      })()
      await door.shut()
      await using second = await startGatewayProcess(config, [], env)
      const client = new OpenAI({ baseURL: `${second.url}/v1`, apiKey: key, maxRetries: 0 })
      const statusOf = async (model: string) => (await ask(client, { model, stream: false })).status
      expect(await statusOf('plain')).toBe(200)
      expect(second.running.stdout + second.running.stderr).toContain('configuration-from-copy')
      await door.open()
      const chain = { name: 'later', models: [{ model: 'plain' }] }
      await poll(async () => {
        const { status } = await second.admin('POST', 'chains', chain)
        return status === 201 ? true : undefined
      }, SLOW_MACHINE_MS)
      expect(await statusOf('later')).toBe(200)
    } finally {
      await simulator.close()
      await database.drop()
    }
  })
})
