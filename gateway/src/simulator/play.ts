import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '#domain/clock'
import type { CutMeans } from './behavior.ts'
import type { GzipEncoder } from './gzip-encoder.ts'
import { createGzipEncoder } from './gzip-encoder.ts'
import type { Beat, Step } from './timeline.ts'

export interface Stage {
  readonly response: ServerResponse
  readonly clock: Clock
  readonly gzip: boolean
  /** Told before we break the answer ourselves. */
  readonly onCut: () => void
}

/**
 * Plays steps onto a response; stops where the client goes away. Without waits everything happens in this turn and in
 * one system call, but every write stays an HTTP chunk of its own.
 */
export async function play(steps: readonly Step[], stage: Stage): Promise<void> {
  const { response } = stage
  const { socket } = response
  const equipped = { ...stage, encoder: stage.gzip ? createGzipEncoder() : null }
  // With the socket corked the response does not cork itself, which would melt all writes into one chunk.
  socket?.cork()
  for (let index = 0; index < steps.length && !response.destroyed; index++) {
    const pending = perform(steps[index], equipped)
    if (pending === undefined) continue
    socket?.uncork()
    await pending
    socket?.cork()
  }
  socket?.uncork()
}

interface Equipped extends Stage {
  readonly encoder: GzipEncoder | null
}

/** A promise where the next step has to wait for something. */
function perform(step: Step | undefined, stage: Equipped): Promise<void> | undefined {
  const { response, encoder } = stage
  switch (step?.kind) {
    case undefined:
      return undefined
    case 'head':
      response.writeHead(step.status, step.headers)
      return undefined
    case 'write':
      if (encoder !== null) return encoder.encode(step.bytes).then((bytes) => write(response, bytes))
      return write(response, step.bytes)
    case 'wait':
      return wait(stage, step.ms, step.beat)
    case 'hang':
      if (step.beat !== null) return wait(stage, Infinity, step.beat)
      sendHead(response)
      return undefined
    case 'cut':
      stage.onCut()
      return cut(response, step.how)
    case 'end':
      if (encoder !== null) return encoder.finish().then((bytes) => void response.end(bytes))
      response.end()
      return undefined
  }
}

function write(response: ServerResponse, bytes: string | Uint8Array): Promise<void> | undefined {
  if (response.destroyed || response.write(bytes)) return undefined
  return drained(response)
}

async function wait(stage: Stage, ms: number, beat: Beat | null): Promise<void> {
  sendHead(stage.response)
  let left = ms
  while (left > 0 && !stage.response.destroyed) {
    const span = Math.min(left, beat?.everyMs ?? left)
    await elapsed(stage, span)
    left -= span
    if (beat !== null && left > 0 && !stage.response.destroyed) stage.response.write(beat.bytes)
  }
}

function elapsed(stage: Stage, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      timer.cancel()
      stage.response.off('close', over)
      resolve()
    }
    const timer = stage.clock.after(ms, over)
    stage.response.on('close', over)
  })
}

/** Node holds headers back until the first byte of the body. */
function sendHead(response: ServerResponse): void {
  if (response.headersSent) response.flushHeaders()
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      response.off('drain', over)
      response.off('close', over)
      resolve()
    }
    response.on('drain', over)
    response.on('close', over)
  })
}

async function cut(response: ServerResponse, how: CutMeans): Promise<void> {
  if (how === 'end') {
    response.end()
    return
  }
  sendHead(response)
  const socket = response.socket
  if (socket === null) return
  await flushed(socket)
  if (how === 'reset') {
    socket.resetAndDestroy()
    return
  }
  // Announces a chunk that never comes, so that no parser can take this for an end.
  if (response.headersSent && response.chunkedEncoding) socket.write('400\r\n')
  socket.destroySoon()
}

/** A reset throws away what the kernel does not have yet, so everything before it has to be handed over first. */
function flushed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.write('', () => resolve())
  })
}
