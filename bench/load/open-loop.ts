import { join } from 'node:path'
import { runCommand } from '../program.ts'
import type { Kind, Target } from '../target.ts'
import { chatBody } from './chat-body.ts'

export interface OpenLoop {
  readonly kind: Kind
  readonly bytes: number
  readonly perSecond: number
  readonly seconds: number
}

/** What the client process is told, as its only argument. */
export interface ClientOrder {
  readonly port: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly perSecond: number
  readonly seconds: number
  /** `answer`: until the whole answer is here. `first-token`: until the first token is, less the server's own time. */
  readonly measure: 'answer' | 'first-token'
}

export interface ClientReport {
  /** One per request that was answered. */
  readonly latenciesMs: readonly number[]
  readonly errors: readonly string[]
}

/** Sends requests by the clock, not waiting for answers, from a process of its own. */
export async function runOpenLoop(target: Target, load: OpenLoop): Promise<ClientReport> {
  const order: ClientOrder = {
    port: target.port,
    path: target.path(load.kind),
    headers: { 'content-type': 'application/json', ...target.headers(load.kind) },
    body: chatBody(target, load.kind, load.bytes),
    perSecond: load.perSecond,
    seconds: load.seconds,
    measure: load.kind === 'unary' ? 'answer' : 'first-token',
  }
  const output = await runCommand(process.execPath, [
    join(import.meta.dirname, 'client.ts'),
    JSON.stringify(order),
  ])
  return JSON.parse(output) as ClientReport
}
