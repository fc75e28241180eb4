import type { DeploymentId } from '#domain/names'
import type { Sessions } from '#domain/sessions'

/** Providers keep prompts cached for five to ten minutes without use. */
const IDLE_MS = 600_000
/** At most about 10 MB; who uses more sessions at once loses the ones that were idle longest. */
const MOST_SESSIONS = 20_000

/** Others are told again of a session that goes on, so that they do not forget it. */
const TOLD_AGAIN_MS = 120_000

interface Served {
  readonly deployment: DeploymentId
  readonly at: number
  /** When other processes were last told, or told this one. */
  readonly toldAt: number
}

export interface SessionMemoryOptions {
  readonly capacity?: number
  /** To be told to other processes. */
  readonly onServed?: (session: string, deployment: DeploymentId) => void
}

/** Who served which session, in the order of their last use. */
export class SessionMemory implements Sessions {
  readonly #served = new Map<string, Served>()
  readonly #capacity: number
  readonly #onServed: SessionMemoryOptions['onServed']

  constructor({ capacity = MOST_SESSIONS, onServed }: SessionMemoryOptions = {}) {
    this.#capacity = capacity
    this.#onServed = onServed
  }

  lookUp(session: string, now: number): DeploymentId | null {
    const served = this.#served.get(session)
    if (served === undefined) return null
    if (now - served.at < IDLE_MS) return served.deployment
    this.#served.delete(session)
    return null
  }

  remember(session: string, deployment: DeploymentId, now: number): void {
    const before = this.#served.get(session)
    const isKnown = before?.deployment === deployment && now - before.toldAt < TOLD_AGAIN_MS
    if (!isKnown) this.#onServed?.(session, deployment)
    this.#keep(session, { deployment, at: now, toldAt: isKnown ? before.toldAt : now })
  }

  /** Another process has served it. */
  hear(session: string, deployment: DeploymentId, now: number): void {
    this.#keep(session, { deployment, at: now, toldAt: now })
  }

  #keep(session: string, served: Served): void {
    this.#served.delete(session)
    this.#served.set(session, served)
    if (this.#served.size <= this.#capacity) return
    for (const oldest of this.#served.keys()) {
      this.#served.delete(oldest)
      return
    }
  }
}
