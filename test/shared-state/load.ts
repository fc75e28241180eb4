import { setTimeout as passed } from 'node:timers/promises'
import { ask } from '../e2e/ask.ts'
import { poll } from '../e2e/poll.ts'
import type { GatewayProcess } from './gateways.ts'

const PAUSE_MS = 10
const PATIENCE_MS = 60_000

/** A request whose whole answer its client has. */
export interface AnsweredRequest {
  readonly id: string
  /** When it had it. */
  readonly at: number
}

/** Callers that ask one gateway after the other, each its own, until they are stopped. */
export class Load {
  readonly answered: AnsweredRequest[] = []
  /** What went wrong, with the gateway that was asked. */
  readonly broken: { readonly gateway: GatewayProcess; readonly error: unknown }[] = []
  readonly #callers: Promise<void>[]
  readonly #stopping = new AbortController()

  constructor(gateways: readonly GatewayProcess[], model: string, callers = 2) {
    this.#callers = gateways.flatMap((gateway) =>
      Array.from({ length: callers }, (_one, n) => this.#call(gateway, model, n)),
    )
  }

  /** Resolves when so many more were answered. */
  async more(count: number): Promise<void> {
    const until = this.answered.length + count
    await poll(() => (this.answered.length >= until ? true : undefined), PATIENCE_MS)
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.all(this.#callers)
  }

  async #call(gateway: GatewayProcess, model: string, first: number): Promise<void> {
    for (let n = first; !this.#stopping.signal.aborted; n++) {
      const { error, headers } = await ask(gateway.client, { model, stream: n % 2 === 0 })
      const id = headers.get('x-request-id') ?? ''
      if (error === null) this.answered.push({ id, at: performance.now() })
      else this.broken.push({ gateway, error })
      await passed(PAUSE_MS)
    }
  }
}
