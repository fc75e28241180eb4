import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { inPieces, spoil } from '../spoil.ts'
import type { ClientPlay } from './play.ts'

export interface Exchange {
  readonly text: string
  /** The gateway closed, or the client left. */
  readonly over: boolean
}

/** Longer than every limit of the gateway here, also on a machine that is busy. */
const HANG_MS = 60_000
/** A request that is no longer one is given up after so long. */
const SPOILED_MS = 400

/** Plays a client, and gives what it got until the connection closed. */
export async function playClient(
  url: string,
  key: string,
  play: { n: number; client: ClientPlay },
): Promise<Exchange> {
  const { client } = play
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('error', () => undefined)
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  const closed = new Promise<boolean>((resolve) => {
    socket.once('close', () => resolve(true))
  })
  const bytes = requestBytes(key, play)
  for (const piece of inPieces(bytes, client.sizes)) {
    if (!socket.writable) break
    socket.write(piece)
    if (client.paceMs > 0) await pause(client.paceMs)
  }
  const leave = client.leavesAfterMs ?? (isSpoiled(client) ? SPOILED_MS : null)
  const leaving = leave === null ? undefined : setTimeout(() => socket.destroy(), leave)
  const timer = new AbortController()
  const over = await Promise.race([
    closed,
    pause(HANG_MS, false, { signal: timer.signal }).catch(() => false),
  ])
  timer.abort()
  clearTimeout(leaving)
  socket.destroy()
  return { text: Buffer.concat(chunks).toString('latin1'), over }
}

export function isSpoiled({ headSpoils, bodySpoils, lines }: ClientPlay): boolean {
  return headSpoils.length > 0 || bodySpoils.length > 0 || lines.length > 0
}

function requestBytes(key: string, { n, client }: { n: number; client: ClientPlay }): Buffer {
  const { dialect, model, stream } = client
  const request = {
    model,
    stream,
    max_tokens: 50,
    // Comes through in every dialect.
    messages: [{ role: 'user', content: `fuzz-${n} Grüße` }],
  }
  const body = spoil(Buffer.from(JSON.stringify(request)), client.bodySpoils)
  const head = [
    `POST ${dialect === 'openai' ? '/v1/chat/completions' : '/v1/messages'} HTTP/1.1`,
    'host: gateway',
    `authorization: Bearer ${key}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
    'connection: close',
    ...client.lines,
    '',
    '',
  ].join('\r\n')
  return Buffer.concat([spoil(Buffer.from(head), client.headSpoils), body])
}
