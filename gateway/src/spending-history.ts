import type { Budget } from '#domain/budget'
import type { BudgetLedger } from '#domain/budget-ledger'
import { periodAt } from '#domain/calendar'
import type { Clock, Timer } from '#domain/clock'
import type { Configuration } from '#domain/configuration'
import type { SpendingQuestion } from '#store/sum-spending'

/** Longest that a start or a reload waits for the store: one that is locked must not keep the gateway from serving. */
const WAIT_MS = 5_000
const AGAIN_MS = 100
const RETRY_MS = 2_000

export interface SpendingHistoryOptions {
  readonly clock: Clock
  readonly ledger: BudgetLedger
  /** US dollars per question, by all records written so far. Rejects when the store cannot be read. */
  readonly sums: (questions: readonly SpendingQuestion[]) => Promise<readonly number[]>
  /** What was spent before cannot be told, and counts as nothing until it can. */
  readonly onUnknown: (budgets: readonly string[], cause: unknown) => void
}

/** Brings into the ledger what the store says was spent of a budget before the gateway knew of it. Once per budget. */
export class SpendingHistory {
  readonly #options: SpendingHistoryOptions
  /** Ids of budgets whose past is in the ledger. */
  readonly #known = new Set<string>()
  /** By organisation. */
  readonly #retries = new Map<string, Timer>()
  #closed = false

  constructor(options: SpendingHistoryOptions) {
    this.#options = options
  }

  /** Is there a budget whose past is not known yet. */
  misses(configuration: Configuration): boolean {
    return this.#missing(configuration).length > 0
  }

  /** Asks for what is missing. Resolves when it is there, or after five seconds; then it is asked for until it is. */
  async bringIn(configuration: Configuration): Promise<void> {
    const { clock, onUnknown } = this.#options
    const missing = this.#missing(configuration)
    const organisation = configuration.organisation.id
    this.#retries.get(organisation)?.cancel()
    const until = clock.now() + WAIT_MS
    let cause: unknown = null
    while (missing.length > 0 && !this.#closed) {
      try {
        await this.#within(until - clock.now(), this.#ask(configuration, missing))
        return
      } catch (error) {
        cause = error
      }
      // The writer may be about to make the store.
      if (clock.now() + AGAIN_MS >= until) break
      await new Promise<void>((resolve) => clock.after(AGAIN_MS, resolve))
    }
    if (missing.length === 0 || this.#closed) return
    onUnknown(
      missing.map(({ id }) => id),
      cause,
    )
    const retry = clock.after(RETRY_MS, () => void this.bringIn(configuration))
    this.#retries.set(organisation, retry)
  }

  close(): void {
    this.#closed = true
    for (const retry of this.#retries.values()) retry.cancel()
  }

  #missing({ keys, organisation }: Configuration): readonly Budget[] {
    const budgets = [organisation.budget, ...[...keys.values()].map(({ limits }) => limits.budget)]
    return budgets.filter((budget) => budget !== null && !this.#known.has(budget.id)) as readonly Budget[]
  }

  async #ask({ organisation }: Configuration, budgets: readonly Budget[]): Promise<void> {
    const { clock, ledger, sums } = this.#options
    const wallMs = clock.wallMs()
    const asked = budgets.map((budget) => ({
      budget,
      periodMs: periodAt(wallMs, budget.per).startMs,
      // What is spent since the start is in the store as well.
      ownUsd: ledger.standing(budget).spentUsd,
    }))
    const found = await sums(
      asked.map(({ budget: { owner }, periodMs }) => ({
        organisation: organisation.id,
        key: owner.kind === 'key' ? owner.name : null,
        sinceMs: periodMs,
      })),
    )
    asked.forEach(({ budget, periodMs, ownUsd }, index) => {
      if (this.#known.has(budget.id)) return
      this.#known.add(budget.id)
      ledger.bringIn(budget, { usd: Math.max(0, (found[index] ?? 0) - ownUsd), periodMs })
    })
  }

  #within(limitMs: number, task: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const limit = this.#options.clock.after(limitMs, () =>
        reject(new Error(`the store did not answer within ${Math.round(limitMs)} ms`)),
      )
      task.then(resolve, reject).finally(() => limit.cancel())
    })
  }
}
