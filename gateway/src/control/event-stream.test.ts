import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { describe, expect, it } from 'vitest'
import type { LoggedEvent } from '#domain/event'
import { VirtualClock } from '#simulator/virtual-clock'
import { EventLog } from '#store/event-log'
import type { StoreReader } from '#store/store-reader'
import type { EventStreamOptions } from './event-stream.ts'
import { EventStream } from './event-stream.ts'
import { EventStreams } from './event-streams.ts'

/** Stands in for the store: gives pages of what was written, and counts how often it was asked. */
class Written {
  readonly events: LoggedEvent[] = []
  asked = 0
  failing = false

  async ask(_name: string, { id, limit }: { id: string; limit: number }): Promise<readonly LoggedEvent[]> {
    this.asked++
    if (this.failing) throw new Error('the store is away')
    return this.events.filter((event) => event.id > id).slice(0, limit)
  }
}

function fresh(keep = 10) {
  const clock = new VirtualClock()
  const written = new Written()
  const log = new EventLog({
    wallMs: () => clock.wallMs(),
    organisation: () => 'default',
    process: '00000000',
    append: (event) => written.events.push(event),
    keep,
  })
  const tell = (count: number, text = ''): void => {
    for (let n = 0; n < count; n++) log.tell({ kind: 'breaker-closed', deployment: `${n}${text}` })
  }
  const options: EventStreamOptions = {
    log,
    reader: written as unknown as StoreReader,
    clock,
    organisation: 'default',
    kinds: new Set(),
    after: null,
    cut: () => undefined,
  }
  return { clock, written, log, tell, options }
}

async function take(reader: ReadableStreamDefaultReader<Uint8Array>, count: number): Promise<string[]> {
  const ids: string[] = []
  while (ids.length < count) {
    const { done, value } = await reader.read()
    if (done) break
    const [, id] = /^id: (.*)$/mu.exec(new TextDecoder().decode(value)) ?? []
    if (id !== undefined) ids.push(id)
  }
  return ids
}

describe('a stream of events', () => {
  it('goes on after any event, from memory or from the store, while others happen: each once, in order', async () => {
    const { written, tell, options } = fresh()
    tell(1_500)
    for (const from of [0, 3, 499, 1_200, 1_495, 1_499]) {
      const after = written.events[from]?.id ?? ''
      const stream = new EventStream({ ...options, after }, () => undefined)
      tell(30)
      const expected = written.events.slice(from + 1).map(({ id }) => id)
      const reader = stream.body.getReader()
      expect(await take(reader, expected.length)).toEqual(expected)
      await reader.cancel()
    }
  })

  it('reads the store only as fast as it is read itself', async () => {
    const { written, tell, options } = fresh()
    tell(5_000)
    const stream = new EventStream({ ...options, after: '0' }, () => undefined)
    const reader = stream.body.getReader()
    await take(reader, 1)
    expect(written.asked).toBeLessThanOrEqual(2)
    expect(await take(reader, 4_999)).toHaveLength(4_999)
    await reader.cancel()
  })

  it('says that something is missing where the store cannot be read, and goes on', async () => {
    const { written, tell, options } = fresh()
    tell(100)
    written.failing = true
    const stream = new EventStream({ ...options, after: '0' }, () => undefined)
    const reader = stream.body.getReader()
    const texts: string[] = []
    while (texts.length < 3) texts.push(new TextDecoder().decode((await reader.read()).value))
    expect(texts[1]).toBe('event: gap\ndata: {"after":"0","reason":"the store is away"}\n\n')
    expect(texts[2]).toContain('id: ')
    await reader.cancel()
  })

  it('shows life every 15 seconds, and leaves nothing behind when its reader goes', async () => {
    const { clock, tell, options } = fresh()
    let ended = 0
    const stream = new EventStream(options, () => ended++)
    const reader = stream.body.getReader()
    await reader.read()
    await clock.advance(15_000)
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(': waiting\n\n')
    await reader.cancel()
    tell(5)
    expect(ended).toBe(1)
    expect(clock.pending).toBe(0)
  })

  it('is cut when more than a megabyte waits for its reader', () => {
    const { clock, tell, options } = fresh()
    const happened: string[] = []
    const cut = (): number => happened.push('cut')
    new EventStream({ ...options, cut }, () => happened.push('ended')).body.getReader()
    tell(900, 'x'.repeat(1_000))
    expect(happened).toEqual([])
    tell(500, 'x'.repeat(1_000))
    expect(happened).toEqual(['ended', 'cut'])
    expect(clock.pending).toBe(0)
  })

  it('is cut on the wire as well, however much the system takes in between', async () => {
    const { tell, options } = fresh()
    let ended = 0
    const server = createServer((request, response) => {
      const cut = (): unknown => response.destroy()
      const answer = (): Response => new Response(new EventStream({ ...options, cut }, () => ended++).body)
      void getRequestListener(answer, { overrideGlobalObjects: false })(request, response)
    })
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
    await new Promise((resolve) => {
      socket.once('data', resolve)
    })
    socket.pause()
    for (let round = 0; round < 1_000; round++) {
      if (ended > 0) break
      tell(100, 'x'.repeat(1_000))
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
    }
    expect(ended).toBe(1)
    const closed = new Promise((resolve) => {
      socket.once('close', resolve)
    })
    socket.resume()
    await closed
    server.close()
  })
})

describe('the streams that are open', () => {
  it('are a hundred at the most, and none once the gateway is about to end', async () => {
    const { options } = fresh()
    const streams = new EventStreams()
    const open = Array.from({ length: 100 }, () => streams.open(options))
    expect(() => streams.open(options)).toThrow('As many live streams')
    await open[0]?.body?.cancel()
    const last = streams.open(options).body?.getReader()
    streams.close()
    await last?.read()
    expect(await last?.read()).toMatchObject({ done: true })
    expect(() => streams.open(options)).toThrow('shutting down')
  })
})
