import { Client, Pool } from 'undici'
import { afterEach, describe, expect, it } from 'vitest'
import type { Clock } from '#domain/clock'
import * as faults from './faults.ts'
import type { RawExchange } from './raw-exchange.ts'
import { chatBody, rawExchange } from './raw-exchange.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'
import { startSimulator } from './simulator.ts'

const started: Simulator[] = []

async function start(options?: SimulatorOptions): Promise<Simulator> {
  const simulator = await startSimulator(options)
  started.push(simulator)
  return simulator
}

afterEach(async () => {
  for (const simulator of started.splice(0)) await simulator.close()
})

function chat(simulator: Simulator, more: object = {}, key?: string): Promise<RawExchange> {
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` }
  return rawExchange(`${simulator.baseUrl}/chat/completions`, { body: chatBody(more), headers })
}

describe('a simulator', () => {
  it('records what it was sent', async () => {
    const simulator = await start()
    const body = '{ "model":"m", "messages":[], "x":1.0 }'
    await rawExchange(`${simulator.baseUrl}/chat/completions?api-version=1`, {
      body,
      headers: { 'authorization': 'Bearer sk-1', 'x-title': 'T' },
    })
    expect(simulator.requests).toMatchObject([
      {
        n: 1,
        connection: 1,
        method: 'POST',
        path: '/v1/chat/completions',
        headers: { 'x-title': 'T' },
        bodyText: body,
        body: { model: 'm', messages: [], x: 1 },
        apiKey: 'sk-1',
        model: 'm',
        streamed: false,
        at: expect.any(Number),
      },
    ])
    await simulator.until(([request]) => request?.outcome === 'answered')
  })

  it('counts by model and by key', async () => {
    const simulator = await start({ keepRequests: 1 })
    await chat(simulator, { model: 'a' }, 'k1')
    await chat(simulator, { model: 'a' }, 'k2')
    await chat(simulator, { model: 'b' }, 'k1')
    expect(simulator.counts()).toMatchObject({
      requests: 3,
      byModel: { a: 2, b: 1 },
      byKey: { k1: 2, k2: 1 },
    })
    expect(simulator.requests.map(({ model }) => model)).toEqual(['b'])
    simulator.clearRequests()
    expect(simulator.counts().requests).toBe(0)
  })

  it('tells which requests came over the same socket', async () => {
    const simulator = await start()
    const client = new Client(simulator.url)
    const send = async (): Promise<void> => {
      const body = JSON.stringify(chatBody())
      const answer = await client.request({ path: '/v1/chat/completions', method: 'POST', body })
      await answer.body.dump()
    }
    await send()
    await send()
    await chat(simulator)
    expect(simulator.requests.map(({ connection }) => connection)).toEqual([1, 1, 2])
    expect(simulator.connections).toBe(2)
    await client.close()
  })

  it('follows its script by key and by model', async () => {
    const simulator = await start()
    simulator.script.forKey('bad', faults.unauthorized())
    simulator.script.forModel('big', faults.contextLength())
    expect((await chat(simulator, {}, 'good')).status).toBe(200)
    expect((await chat(simulator, {}, 'bad')).status).toBe(401)
    expect((await chat(simulator, { model: 'big' }, 'good')).status).toBe(400)
  })

  it('says so when a condition of the script throws', async () => {
    const simulator = await start()
    simulator.script.when(() => {
      throw new Error('typo')
    })
    const answer = await chat(simulator)
    expect([answer.status, JSON.parse(answer.text).error.type]).toEqual([500, 'simulator_error'])
    expect(answer.text).toContain('typo')
  })

  it('is back on the same port after a restart', async () => {
    const first = await startSimulator()
    const port = Number(new URL(first.url).port)
    await first.close()
    const second = await start({ port })
    expect(second.url).toBe(first.url)
    await expect(startSimulator({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it('ends everything at once when it is closed', async () => {
    const simulator = await startSimulator()
    const pool = new Pool(simulator.url)
    const body = JSON.stringify(chatBody({ stream: true }))
    simulator.script.next({ delays: { beforeHeadersMs: 1e9 } }, faults.hangBeforeHeaders())
    const send = (): Promise<unknown> => pool.request({ path: '/v1/chat/completions', method: 'POST', body })
    const lost = Promise.allSettled([send(), send()])
    await simulator.until((requests) => requests.length === 2)
    await simulator.close()
    expect((await lost).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(simulator.requests.map(({ outcome }) => outcome)).toEqual(['closed', 'closed'])
    await pool.destroy()
  })

  it('waits on the clock it is given', async () => {
    const timers: { ms: number; action: () => void }[] = []
    const clock: Clock = {
      now: () => 0,
      wallMs: () => 1_700_000_000_500,
      after: (ms, action) => {
        timers.push({ ms, action })
        return { cancel: () => undefined }
      },
    }
    const simulator = await start({ clock })
    simulator.script.always({ text: 'Hi', delays: { beforeHeadersMs: 86_400_000 } })
    const answer = chat(simulator)
    await simulator.until((requests) => requests.length === 1)
    expect(timers.map(({ ms }) => ms)).toEqual([86_400_000])
    timers[0]?.action()
    const { text } = await answer
    expect(JSON.parse(text)).toMatchObject({ created: 1_700_000_000 })
    expect(simulator.requests[0]?.at).toBe(1_700_000_000_500)
  })

  it('stops waiting when the client has gone', async () => {
    let cancelled = 0
    const clock: Clock = {
      now: () => 0,
      wallMs: () => 0,
      after: () => ({ cancel: () => void cancelled++ }),
    }
    const simulator = await start({ clock })
    simulator.script.always({ delays: { beforeHeadersMs: 5 } })
    const abort = new AbortController()
    const url = `${simulator.baseUrl}/chat/completions`
    const answer = rawExchange(url, { body: chatBody(), signal: abort.signal })
    await simulator.until((requests) => requests.length === 1)
    abort.abort()
    await answer
    await simulator.until(([request]) => request?.outcome === 'aborted')
    expect(cancelled).toBe(1)
  })
})

describe('what needs no script', () => {
  it.each([
    ['POST /v1/embeddings', '{}', [404, 'Invalid URL']],
    ['GET /v1/models/%', '', [404, 'Invalid URL']],
    ['GET /v1/chat/completions', '', [405, 'Not allowed']],
    ['POST /v1/chat/completions', '{"model":', [400, 'could not parse']],
    ['POST /v1/chat/completions', '[]', [400, 'JSON object']],
    ['POST /v1/chat/completions', '{"messages":[]}', [400, 'model parameter']],
    ['POST /v1/chat/completions', '{"model":"m"}', [400, "'messages'"]],
  ] as const)(
    '%s with %j is answered with an error of the dialect',
    async (target, body, [status, message]) => {
      const simulator = await start()
      simulator.script.always({ text: 'never' })
      const [method = '', path = ''] = target.split(' ')
      const answer = await rawExchange(`${simulator.url}${path}`, { method, body })
      expect(answer.status).toBe(status)
      expect(JSON.parse(answer.text).error.message).toContain(message)
      expect(simulator.requests).toHaveLength(1)
    },
  )

  it('asks for a key only if told to', async () => {
    const open = await start()
    const locked = await start({ requireKey: true })
    const picky = await start({ requireKey: ['sk-1'] })
    expect((await chat(open)).status).toBe(200)
    expect((await chat(locked)).status).toBe(401)
    expect((await chat(locked, {}, 'any')).status).toBe(200)
    expect((await chat(picky, {}, 'any')).status).toBe(401)
    expect((await chat(picky, {}, 'sk-1')).status).toBe(200)
  })
})
