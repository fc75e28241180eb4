import type { DeploymentId } from '#domain/names'
import type { Sessions } from '#domain/sessions'

/** Providers keep prompts cached for five to ten minutes without use. */
const IDLE_MS = 600_000
/** At most about 10 MB; who uses more sessions at once loses the ones that were idle longest. */
const MOST_SESSIONS = 20_000

interface Served {
  readonly deployment: DeploymentId
  readonly at: number
}

/** Sessions of one process, in the order of their last use. */
export class SessionMemory implements Sessions {
  readonly #served = new Map<string, Served>()
  readonly #capacity: number

  constructor(capacity = MOST_SESSIONS) {
    this.#capacity = capacity
  }

  lookUp(session: string, now: number): DeploymentId | null {
    const served = this.#served.get(session)
    if (served === undefined) return null
    if (now - served.at < IDLE_MS) return served.deployment
    this.#served.delete(session)
    return null
  }

  remember(session: string, deployment: DeploymentId, now: number): void {
    this.#served.delete(session)
    this.#served.set(session, { deployment, at: now })
    if (this.#served.size <= this.#capacity) return
    for (const oldest of this.#served.keys()) {
      this.#served.delete(oldest)
      return
    }
  }
}
