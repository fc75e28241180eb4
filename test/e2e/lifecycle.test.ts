import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import OpenAI from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UsageRecord } from '#domain/record'
import type { Simulator } from '#simulator/simulator'
import { startSimulator } from '#simulator/simulator'
import { readUsage } from '#store/usage-reader'
import { ask } from './ask.ts'
import { poll } from './poll.ts'
import type { Running } from './start-process.ts'
import { startProcess } from './start-process.ts'

const KEY = 'bs-process-key'

let simulator: Simulator

beforeEach(async () => {
  simulator = await startSimulator()
})

afterEach(() => simulator.close())

function config(model: string, more = ''): string {
  return `
server: { port: 0 }
store: sqlite:./usage.db
providers: { main: { kind: openai, base_url: "${simulator.baseUrl}", api_key: upstream-key } }
models: [{ name: chat, deployments: [{ provider: main, model: ${model} }] }]
keys: [{ name: app, key: "\${APP_KEY}" }]
${more}`
}

interface Served {
  readonly running: Running
  readonly client: OpenAI
}

async function serve(): Promise<Served> {
  const running = await startProcess(['serve', '--config', 'backstay.yaml'], {
    files: { 'backstay.yaml': config('first') },
    env: { APP_KEY: KEY },
  })
  const url = await running.said(/listening on (http:\S+)/)
  return { running, client: new OpenAI({ baseURL: `${url}/v1`, apiKey: KEY, maxRetries: 0 }) }
}

const recordsIn = ({ folder }: Running): Promise<UsageRecord[]> =>
  Array.fromAsync(readUsage(`sqlite:${join(folder, 'usage.db')}`, { from: null, to: null }))

describe('a gateway that is told to stop', () => {
  it('finishes 50 slow streams and 50 slow answers, and writes every record', async () => {
    const { running, client } = await serve()
    await using _ = running
    simulator.script.always({ tokens: 10, delays: { beforeFirstTokenMs: 200, betweenChunksMs: 60 } })
    const asked = Array.from({ length: 100 }, (_one, n) => ask(client, { model: 'chat', stream: n < 50 }))
    await simulator.until((requests) => requests.length === 100)
    running.child.kill('SIGTERM')
    const replies = await Promise.all(asked)

    expect(replies.filter(({ error, finish }) => error !== null || finish !== 'stop')).toEqual([])
    expect(await running.ended).toBe(0)
    const records = await recordsIn(running)
    expect(records.filter(({ status }) => status === 200)).toHaveLength(100)
  })

  it('takes no new connections while it finishes, and ends at once when told twice', async () => {
    const { running, client } = await serve()
    await using _ = running
    simulator.script.always({ hang: { afterTokens: 1 }, tokens: 3 })
    const hanging = ask(client, { model: 'chat', stream: true }).catch((error: unknown) => error)
    await simulator.until((requests) => requests.length === 1)
    running.child.kill('SIGTERM')
    const refused = await poll(async () => {
      const error = await fetch(`${client.baseURL}/models`).then(
        () => undefined,
        (cause: unknown) => cause,
      )
      return error
    })
    expect(refused).toBeInstanceOf(TypeError)
    expect(running.child.exitCode).toBeNull()
    running.child.kill('SIGTERM')

    expect(await running.ended).toBe(1)
    expect(await hanging).toMatchObject({ message: 'terminated' })
  })
})

describe('a gateway that is killed', () => {
  it('loses no record of what it has answered: the next one finds them', async () => {
    const { running, client } = await serve()
    await using _ = running
    const load = { on: true }
    const worker = async (answered: string[]): Promise<void> => {
      while (load.on) {
        const { error, headers } = await ask(client, { model: 'chat', stream: false })
        if (error === null) answered.push(headers.get('x-request-id') ?? '')
      }
    }
    const answered: readonly string[][] = Array.from({ length: 4 }, () => [])
    const workers = answered.map(worker)
    await poll(() => (answered.flat().length > 300 ? true : undefined))
    running.child.kill('SIGKILL')
    load.on = false
    await Promise.all(workers)
    await running.ended

    // Who was answered, and then was answered again, was answered for good: a record is written at the end of its turn.
    const due = answered.flatMap((ids) => ids.slice(0, -1))
    const store = join(running.folder, 'usage.db')
    await using next = await startProcess(
      ['serve', '--config', 'backstay.yaml', '--store', `sqlite:${store}`],
      {
        files: { 'backstay.yaml': config('first') },
        env: { APP_KEY: KEY },
      },
    )
    await next.said(/listening on (http:\S+)/)
    await poll(async () => {
      const stored = new Set((await recordsIn(running)).map(({ id }) => id))
      return due.every((id) => stored.has(id)) ? true : undefined
    })
    expect(due.length).toBeGreaterThan(250)
  })
})

describe('a configuration that changes', () => {
  it('is live soon, drops nothing, and is refused whole when it is wrong', async () => {
    const { running, client } = await serve()
    await using _ = running
    simulator.script.always({ tokens: 4, delays: { betweenChunksMs: 10 } })
    const failed: unknown[] = []
    let served: string | null = null
    const load = { on: true }
    const worker = async (_one: unknown, n: number): Promise<void> => {
      while (load.on) {
        const { error, model } = await ask(client, { model: 'chat', stream: n % 2 === 0 })
        if (error !== null) failed.push(error)
        served = model
      }
    }
    const workers = Array.from({ length: 8 }, worker)
    await poll(() => (served === 'first' ? true : undefined))
    await running.write('backstay.yaml', config('second'))
    await poll(() => (served === 'second' ? true : undefined))

    await running.write('backstay.yaml', config('third', 'modells: []'))
    const refusal = await running.said(/.*config-refused.*/)
    expect(refusal).toContain('did you mean \\"models\\"?')
    expect(served).toBe('second')
    await running.write('backstay.yaml', config('fourth'))
    await poll(() => (served === 'fourth' ? true : undefined))
    load.on = false
    await Promise.all(workers)

    expect(failed).toEqual([])
    expect(running.stdout).not.toContain(KEY)
  })
})

describe('a gateway that cannot start', () => {
  it('says that the port is in use and what to do', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => {
      taken.once('listening', resolve)
    })
    const { port } = taken.address() as AddressInfo
    await using running = await startProcess(['serve', '--config', 'backstay.yaml', '--port', String(port)], {
      files: { 'backstay.yaml': config('first') },
      env: { APP_KEY: KEY },
    })

    expect(await running.ended).toBe(1)
    expect(running.stderr).toBe(
      `Port ${port} is in use. Stop what uses it, or choose another one with --port.\n`,
    )
    taken.close()
  })

  it('names what is wrong with its configuration', async () => {
    await using running = await startProcess(['serve', '--config', 'backstay.yaml'], {
      files: { 'backstay.yaml': config('first', 'fallback: { default: [chatt] }') },
      env: { APP_KEY: KEY },
    })

    expect(await running.ended).toBe(1)
    expect(running.stderr).toMatch(/backstay\.yaml:\d+:\d+ fallback\.default\[0\]: .*did you mean "chat"\?/)
  })

  it('names a configuration that is not there', async () => {
    await using running = await startProcess(['serve', '--config', 'nowhere.yaml'])

    expect(await running.ended).toBe(1)
    expect(running.stderr).toContain('nowhere.yaml:1:1 there is no such file')
  })
})
