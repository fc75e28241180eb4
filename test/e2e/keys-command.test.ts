import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import OpenAI from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Simulator } from '#simulator/simulator'
import { startSimulator } from '#simulator/simulator'
import { ask } from './ask.ts'
import { poll } from './poll.ts'
import type { Running } from './start-process.ts'
import { runProcess, startProcess } from './start-process.ts'

const TOKEN = 'admin-token-of-the-tests-0123456789'

describe('commands beside a gateway that runs', () => {
  let simulator: Simulator
  let running: Running
  let url: string
  beforeEach(async () => {
    simulator = await startSimulator()
    running = await startProcess(['serve', '--config', 'backstay.yaml'], {
      files: {
        'backstay.yaml': `
server: { port: 0 }
store: sqlite:./backstay.db
providers: { main: { kind: openai, base_url: "${simulator.baseUrl}", api_key: upstream-key } }
models: [{ name: chat, deployments: [{ provider: main, model: first }] }]
`,
      },
      env: { BACKSTAY_ADMIN_TOKEN: TOKEN },
    })
    url = await running.said(/listening on (http:\S+)/)
    // Commands make no store in the wrong folder.
    await poll(async () => (await command('keys', 'list')).code === 0 || undefined, 30_000)
  })
  afterEach(async () => {
    await running[Symbol.asyncDispose]()
    await simulator.close()
  })

  const command = (...args: readonly string[]) =>
    runProcess([...args, '--json', '--store', `sqlite:${join(running.folder, 'backstay.db')}`])
  const statusOf = async (apiKey: string): Promise<number | null> =>
    (await ask(new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 }), { model: 'chat', stream: false }))
      .status
  const becomes = (apiKey: string, status: number): Promise<true> =>
    poll(async () => (await statusOf(apiKey)) === status || undefined, 60_000)
  const admin = async (path: string, body?: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${url}/api/organisations/default/${path}`, {
      headers: { 'authorization': `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    })
    return (await response.json()) as Record<string, unknown>
  }

  it('make, rotate and revoke keys that it takes, and no longer takes', async () => {
    const made = JSON.parse((await command('keys', 'create', 'app')).stdout) as { key: string }
    await becomes(made.key, 200)
    const rotated = JSON.parse((await command('keys', 'rotate', 'app')).stdout) as { key: string }
    await becomes(rotated.key, 200)
    expect(await statusOf(made.key)).toBe(401)
    expect((await command('keys', 'revoke', 'app')).code).toBe(0)
    await becomes(rotated.key, 401)
  })

  it('are not opened to guesses silently: a short token of the environment is warned of', async () => {
    await using guessable = await startProcess(['serve', '--config', 'backstay.yaml'], {
      files: { 'backstay.yaml': 'server: { port: 0 }' },
      env: { BACKSTAY_ADMIN_TOKEN: 'admin' },
    })
    expect(await guessable.said(/BACKSTAY_ADMIN_TOKEN is so short/)).toBeTruthy()
    expect(running.stdout).not.toContain('is so short')
  })

  it('put its secrets under another master key, which it goes on with', async () => {
    const keyFile = join(running.folder, 'backstay.db.key')
    const provider = (name: string) => ({
      name,
      kind: 'openai',
      baseUrl: simulator.baseUrl,
      apiKey: `key-of-${name}`,
    })
    expect(await admin('providers', provider('before'))).toMatchObject({ name: 'before' })
    const [old] = (await readFile(keyFile, 'utf8')).trim().split('\n')
    const rotated = await command('secrets', 'rotate')
    expect(rotated.stderr).toBe('')
    expect(JSON.parse(rotated.stdout)).toMatchObject({ resealed: 1, keyFile })
    const [first, second] = (await readFile(keyFile, 'utf8')).trim().split('\n')
    expect([first === old, second]).toEqual([false, old])

    expect(await admin('providers', provider('after'))).toMatchObject({ name: 'after' })
    const { data } = await admin('providers')
    expect(data).toMatchObject([{ name: 'after' }, { name: 'before' }, { name: 'main' }])
    // Without the file nobody could open them: the command says so, and changes nothing.
    await rm(keyFile)
    const lost = await command('secrets', 'rotate')
    expect([lost.code, lost.stderr]).toEqual([1, expect.stringContaining('under another master key')])
  })
})
