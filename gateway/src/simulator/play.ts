import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '#domain/clock'
import type { CutMeans } from './behavior.ts'
import { createGzipEncoder } from './gzip-encoder.ts'
import type { Beat, Step } from './timeline.ts'

export interface Stage {
  readonly response: ServerResponse
  readonly clock: Clock
  readonly gzip: boolean
  /** Told before we break the answer ourselves. */
  readonly onCut: () => void
}

/** Plays steps onto a response; stops where the client goes away. Without waits everything happens in this turn. */
export async function play(steps: readonly Step[], stage: Stage): Promise<void> {
  const { response } = stage
  const encoder = stage.gzip ? createGzipEncoder() : null
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index]
    if (step === undefined || response.destroyed) return
    switch (step.kind) {
      case 'head':
        response.writeHead(step.status, step.headers)
        break
      case 'write': {
        const bytes = encoder === null ? step.bytes : await encoder.encode(step.bytes)
        if (encoder === null && steps[index + 1]?.kind === 'end') {
          response.end(bytes)
          return
        }
        if (!response.write(bytes)) await drained(response)
        break
      }
      case 'wait':
        await wait(stage, step.ms, step.beat)
        break
      case 'hang':
        return step.beat === null ? sendHead(response) : wait(stage, Infinity, step.beat)
      case 'cut':
        stage.onCut()
        return cut(response, step.how)
      case 'end':
        response.end(encoder === null ? undefined : await encoder.finish())
        return
    }
  }
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
