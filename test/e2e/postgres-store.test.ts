import OpenAI from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UsageRecord } from '#domain/record'
import type { Simulator } from '#simulator/simulator'
import { startSimulator } from '#simulator/simulator'
import { readUsage } from '#store/usage-reader'
import type { PostgresServer } from '#test-services/start-postgres'
import { startPostgres } from '#test-services/start-postgres'
import { testPostgres } from '#test-services/test-postgres'
import { ask } from './ask.ts'
import { poll } from './poll.ts'
import { startProcess } from './start-process.ts'

const KEY = 'bs-process-key'
/** Against hanging: machines may be shared. */
const RECORDED_MS = 45_000

const program = (await testPostgres())?.program ?? null

async function stored(url: string): Promise<readonly UsageRecord[]> {
  return Array.fromAsync(readUsage(url, { from: null, to: null }))
}

describe.skipIf(program === null)('a gateway whose store is in PostgreSQL', () => {
  let simulator: Simulator
  let postgres: PostgresServer
  beforeEach(async () => {
    simulator = await startSimulator()
    postgres = await startPostgres(program ?? '')
  })
  afterEach(() => Promise.all([simulator.close(), postgres.close()]))

  it('fails no request while PostgreSQL is away, and has every record once when it is back', async () => {
    const config = `
server: { port: 0 }
store: "\${STORE}"
providers: { main: { kind: openai, base_url: "${simulator.baseUrl}", api_key: upstream-key } }
models: [{ name: chat, deployments: [{ provider: main, model: first }] }]
keys: [{ name: app, key: "\${APP_KEY}" }]
`
    await using running = await startProcess(['serve', '--config', 'backstay.yaml'], {
      files: { 'backstay.yaml': config },
      env: { APP_KEY: KEY, STORE: postgres.url, BACKSTAY_MASTER_KEY: 'master-key-of-the-tests-0123456789' },
    })
    const url = await running.said(/listening on (http:\S+)/)
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: KEY, maxRetries: 0 })
    const asked: string[] = []
    const askMany = async (count: number): Promise<void> => {
      for (let n = 0; n < count; n++) {
        const { headers, error } = await ask(client, { model: 'chat', stream: n % 2 === 0 })
        expect(error).toBeNull()
        asked.push(headers.get('x-request-id') ?? '')
      }
    }
    const said = (pattern: RegExp) =>
      poll(() => (pattern.test(running.stdout) ? true : undefined), RECORDED_MS)
    await askMany(20)
    await poll(async () => ((await stored(postgres.url)).length > 0 ? true : undefined), RECORDED_MS)
    await askMany(20)
    await postgres.stop()
    await askMany(20)
    await said(/store-failing/u)
    await askMany(20)
    await postgres.start()
    await askMany(20)
    await said(/store-recovered/u)
    const records = await poll(async () => {
      const found = await stored(postgres.url)
      return found.length >= asked.length ? found : undefined
    }, RECORDED_MS)
    expect(records.map(({ id }) => id).toSorted()).toEqual(asked.toSorted())
    running.child.kill('SIGTERM')
    expect(await running.ended).toBe(0)
    expect(`${running.stdout}${running.stderr}`).not.toContain(new URL(postgres.url).password)
  })
})
