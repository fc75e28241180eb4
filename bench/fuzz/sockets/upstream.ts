import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { inPieces, spoil } from '../spoil.ts'
import type { UpstreamPlay } from './play.ts'
import { BASES } from './play.ts'

/** A provider of plain sockets: each request gets what is played for the number that its body names. */
export interface FuzzUpstream {
  readonly url: string
  /** Sockets open now. */
  readonly open: number
  play(n: number, play: UpstreamPlay): void
  forget(n: number): void
  close(): Promise<void>
}

const WHOLE = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Healthy.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
})
const HEALTHY = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${WHOLE.length}\r\n\r\n${WHOLE}`
/** A gigabyte of zeros. */
const BOMB = gzipSync(Buffer.alloc(64 * 1_048_576))
const BOMB_TIMES = 16
const ENDLESS = 3_000

export async function startFuzzUpstream(): Promise<FuzzUpstream> {
  const plays = new Map<number, UpstreamPlay>()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    let received = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      const asked = requestIn(received)
      if (asked === null) return
      received = Buffer.alloc(0)
      const play = plays.get(asked)
      if (play === undefined) socket.write(HEALTHY)
      else void perform(play, socket)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get open() {
      return sockets.size
    },
    play: (n, play) => plays.set(n, play),
    forget: (n) => plays.delete(n),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The number of a complete request, -1 where it names none; `null` while there is more to come. */
function requestIn(received: Buffer): number | null {
  const end = received.indexOf('\r\n\r\n')
  if (end < 0) return null
  const length = /content-length: (\d+)/i.exec(received.subarray(0, end).toString())?.[1] ?? '0'
  if (received.length < end + 4 + Number(length)) return null
  return Number(/fuzz-(\d+)/.exec(received.toString())?.[1] ?? -1)
}

async function perform(play: UpstreamPlay, socket: Socket): Promise<void> {
  if (play.body.kind === 'endless headers') {
    socket.write('HTTP/1.1 200 OK\r\n')
    for (let n = 0; n < ENDLESS && socket.writable; n += 1) {
      if (!socket.write(`x-header-${n}: ${'x'.repeat(200)}\r\n`))
        await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => undefined)
    }
    socket.destroy()
    return
  }
  const { body, type, encoding } = bodyOf(play)
  const lines = [
    `HTTP/1.1 ${play.status} Whatever`,
    `content-type: ${type}`,
    ...(encoding === null ? [] : [`content-encoding: ${encoding}`]),
    ...framingLines(play, body.length),
    '',
    '',
  ]
  socket.write(spoil(Buffer.from(lines.join('\r\n')), play.headSpoils))
  for (const piece of inPieces(body, play.body.kind === 'bomb' ? [65_536] : play.sizes)) {
    if (!socket.writable) return
    const framed =
      play.framing === 'chunked'
        ? Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')])
        : piece
    if (!socket.write(framed))
      await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => undefined)
    if (play.paceMs > 0) await pause(play.paceMs)
  }
  if (play.end === 'hang') return
  if (play.end === 'reset') {
    socket.resetAndDestroy()
    return
  }
  if (play.framing === 'chunked') socket.write('0\r\n\r\n')
  socket.end()
}

function framingLines({ framing }: UpstreamPlay, length: number): string[] {
  switch (framing) {
    case 'chunked':
      return ['transfer-encoding: chunked']
    case 'length':
      return [`content-length: ${length}`]
    case 'longer length':
      return [`content-length: ${length + 50}`]
    case 'close':
      return ['connection: close']
  }
}

function bodyOf({ body }: UpstreamPlay): { body: Buffer; type: string; encoding: string | null } {
  switch (body.kind) {
    case 'stream': {
      const base = BASES[body.base % BASES.length]?.bytes ?? Buffer.alloc(0)
      return { body: spoil(base, body.spoils), type: 'text/event-stream', encoding: null }
    }
    case 'whole':
      return { body: spoil(Buffer.from(WHOLE), body.spoils), type: 'application/json', encoding: null }
    case 'bytes':
      return { body: Buffer.from(body.text), type: 'application/octet-stream', encoding: null }
    case 'bomb':
      return {
        body: Buffer.concat(Array.from({ length: BOMB_TIMES }, () => BOMB)),
        type: 'application/json',
        encoding: 'gzip',
      }
    case 'endless headers':
      return { body: Buffer.alloc(0), type: '', encoding: null }
  }
}
