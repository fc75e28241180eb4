import type { Clock } from '#domain/clock'
import type {
  Claim,
  Grant,
  Kept,
  KeptNotice,
  Notice,
  SharedStanding,
  SharedState,
} from '#domain/shared-state'
import type { SharedCenter } from './shared-center.ts'

/** What a process says to the one that holds what is shared; `call` numbers what is to be answered. */
export type SharedCall =
  | { readonly kind: 'exchange'; readonly call: number; readonly claims: readonly Claim[] }
  | { readonly kind: 'recall'; readonly call: number }
  | { readonly kind: 'tell'; readonly notice: Notice; readonly kept?: Kept }

/** What that one says. */
export type SharedReply =
  | { readonly kind: 'granted'; readonly call: number; readonly grants: readonly Grant[] }
  | { readonly kind: 'recalled'; readonly call: number; readonly notices: readonly KeptNotice[] }
  | { readonly kind: 'heard'; readonly notice: Notice }

export interface WorkerStateOptions {
  readonly clock: Clock
  readonly send: (call: SharedCall) => void
  readonly onHeard: (notice: Notice) => void
}

/** Longest that an answer of the other process is waited for. */
const ANSWER_MS = 1_000

interface Open {
  readonly resolve: (reply: SharedReply) => void
}

/** Shared state that the process holds which started this one. */
export class WorkerState implements SharedState {
  readonly standing: SharedStanding
  /** The parent goes with its workers. */
  readonly copies = null
  readonly #options: WorkerStateOptions
  readonly #open = new Map<number, Open>()
  #calls = 0
  #closed = false

  constructor(options: WorkerStateOptions) {
    this.#options = options
    this.standing = { kind: 'workers', connected: true, since: options.clock.wallMs() }
  }

  /** To be called with everything that comes. */
  receive(reply: SharedReply): void {
    if (this.#closed) return
    if (reply.kind === 'heard') this.#options.onHeard(reply.notice)
    else this.#open.get(reply.call)?.resolve(reply)
  }

  async exchange(claims: readonly Claim[]): Promise<readonly Grant[]> {
    const reply = await this.#ask((call) => ({ kind: 'exchange', call, claims }))
    return reply.kind === 'granted' ? reply.grants : []
  }

  tell(notice: Notice, kept?: Kept): void {
    if (this.#closed) return
    this.#options.send({ kind: 'tell', notice, ...(kept !== undefined && { kept }) })
  }

  async recall(): Promise<readonly KeptNotice[]> {
    const reply = await this.#ask((call) => ({ kind: 'recall', call }))
    return reply.kind === 'recalled' ? reply.notices : []
  }

  close(): Promise<void> {
    this.#closed = true
    return Promise.resolve()
  }

  #ask(about: (call: number) => SharedCall): Promise<SharedReply> {
    const { clock, send } = this.#options
    const call = ++this.#calls
    return new Promise((resolve, reject) => {
      const limit = clock.after(ANSWER_MS, () => {
        this.#open.delete(call)
        reject(new Error(`the process that holds the shared state did not answer within ${ANSWER_MS} ms`))
      })
      this.#open.set(call, {
        resolve: (reply) => {
          limit.cancel()
          this.#open.delete(call)
          resolve(reply)
        },
      })
      send(about(call))
    })
  }
}

/** Answers one process for the center, whose member it is under this name. */
export function answerFor(
  center: SharedCenter,
  member: string,
  send: (reply: SharedReply) => void,
): (call: SharedCall) => void {
  center.join(member, (notice) => send({ kind: 'heard', notice }))
  return (call) => {
    switch (call.kind) {
      case 'exchange':
        send({ kind: 'granted', call: call.call, grants: center.exchange(member, call.claims) })
        break
      case 'recall':
        send({ kind: 'recalled', call: call.call, notices: center.recall() })
        break
      case 'tell':
        center.tell(member, call.notice, call.kept)
        break
    }
  }
}
