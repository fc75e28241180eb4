import type { Condition } from '#domain/condition'
import type { Clock } from '#domain/clock'
import type { Kept, SharedState } from '#domain/shared-state'

/** What is set until it is reset is kept for so long. */
const FOR_EVER_MS = 400 * 86_400_000

interface Known {
  readonly condition: Condition
  readonly at: number
  readonly until: number
}

export interface ConditionLogOptions {
  readonly state: SharedState
  readonly clock: Clock
  readonly adopt: (condition: Condition) => void
}

/**
 * How deployments and credentials stand, as this process has told or heard. What changed while nobody could be reached
 * is told when they can be again, and what others have told meanwhile is taken over.
 */
export class ConditionLog {
  readonly #options: ConditionLogOptions
  readonly #known = new Map<string, Known>()

  constructor(options: ConditionLogOptions) {
    this.#options = options
  }

  /** Something has changed in this process. */
  tell(condition: Condition): void {
    this.#note(condition, 0)
    this.#options.state.tell({ kind: 'condition', condition }, keptBy(condition))
  }

  /** Something has changed in another one, so many milliseconds ago. */
  hear(condition: Condition, ageMs = 0): void {
    const left = aged(condition, ageMs)
    if (left === null) return
    this.#note(left, ageMs)
    this.#options.adopt(left)
  }

  /** The others can be reached: the newer of what either side knows holds. Rejects if they cannot after all. */
  async meet(): Promise<void> {
    const { state, clock } = this.#options
    const told = new Map((await state.recall()).map((kept) => [kept.id, kept]))
    const now = clock.now()
    const again = new Set<Known>()
    for (const [id, known] of this.#known) {
      const kept = told.get(id)
      if (known.until <= now) this.#known.delete(id)
      else if (kept === undefined || now - kept.ageMs < known.at) {
        told.delete(id)
        // Nobody need be told that what is not kept has ended.
        if (kept !== undefined || keptBy(known.condition).kind === 'keep') again.add(known)
      }
    }
    for (const { condition, at } of again) {
      const left = aged(condition, now - at)
      if (left !== null) state.tell({ kind: 'condition', condition: left }, keptBy(left))
    }
    for (const { notice, ageMs } of told.values()) {
      if (notice.kind === 'condition') this.hear(notice.condition, ageMs)
    }
  }

  #note(condition: Condition, ageMs: number): void {
    const at = this.#options.clock.now() - ageMs
    const kept = keptBy(condition)
    const lastsMs = kept.kind === 'keep' ? kept.forMs + ageMs : FOR_EVER_MS
    const known = { condition, at, until: at + lastsMs }
    for (const id of kept.kind === 'keep' ? [kept.id] : kept.ids) this.#known.set(id, known)
  }
}

/** What is left of it after so long; `null`: nothing. */
function aged(condition: Condition, ageMs: number): Condition | null {
  switch (condition.aspect) {
    case 'breaker':
      if (condition.state === 'closed') return condition
      return lasting(condition, condition.leftMs - ageMs)
    case 'cooldown':
      return lasting(condition, condition.leftMs - ageMs)
    case 'manual':
      return condition.leftMs === null ? condition : lasting(condition, condition.leftMs - ageMs)
    case 'bench': {
      if (condition.benched === null) return condition
      const benched = lasting(condition.benched, condition.benched.leftMs - ageMs)
      return benched === null ? null : { ...condition, benched }
    }
    case 'reset':
      return condition
  }
}

function lasting<T extends object>(condition: T, leftMs: number): T | null {
  return leftMs <= 0 ? null : { ...condition, leftMs }
}

function keptBy(condition: Condition): Kept {
  switch (condition.aspect) {
    case 'breaker': {
      const id = `breaker:${condition.deployment}`
      if (condition.state === 'closed') return { kind: 'drop', ids: [id] }
      return { kind: 'keep', id, forMs: condition.leftMs }
    }
    case 'cooldown':
      return { kind: 'keep', id: `cooldown:${condition.deployment}`, forMs: condition.leftMs }
    case 'bench': {
      const id = `bench:${condition.credential}`
      if (condition.benched === null) return { kind: 'drop', ids: [id] }
      return { kind: 'keep', id, forMs: condition.benched.leftMs }
    }
    case 'manual': {
      const forMs = condition.leftMs ?? FOR_EVER_MS
      return { kind: 'keep', id: `manual:${condition.deployment}`, forMs }
    }
    case 'reset': {
      const { deployment, credential } = condition
      const ids = ['breaker', 'cooldown', 'manual'].map((aspect) => `${aspect}:${deployment}`)
      return { kind: 'drop', ids: [...ids, `bench:${credential}`] }
    }
  }
}
