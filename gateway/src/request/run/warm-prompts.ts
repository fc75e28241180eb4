import type { DeploymentId } from '#domain/names'

/** A power of two, so that a slot is a few bits of the key. */
const SLOTS = 4_096
/** Providers keep a cached prompt for 5 to 10 minutes after its last use. */
const KEPT_MS = 300_000

/**
 * Which deployment answered the prompts of the last minutes, by `promptKey`: a table of fixed size in which newer prompts
 * replace older ones. Nothing is allocated before the first.
 */
export class WarmPrompts {
  #keys: Uint32Array | null = null
  #until = new Float64Array(0)
  #deployments: (DeploymentId | null)[] = []

  answered(promptKey: number, deployment: DeploymentId, now: number): void {
    if (this.#keys === null) {
      this.#keys = new Uint32Array(SLOTS)
      this.#until = new Float64Array(SLOTS)
      this.#deployments = Array.from({ length: SLOTS }, () => null)
    }
    const slot = promptKey % SLOTS
    this.#keys[slot] = promptKey
    this.#until[slot] = now + KEPT_MS
    this.#deployments[slot] = deployment
  }

  of(promptKey: number, now: number): DeploymentId | null {
    const slot = promptKey % SLOTS
    if (this.#keys === null || this.#keys[slot] !== promptKey) return null
    return now < (this.#until[slot] ?? 0) ? (this.#deployments[slot] ?? null) : null
  }
}
