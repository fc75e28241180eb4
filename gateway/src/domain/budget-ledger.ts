import type {
  Budget,
  BudgetClaim,
  BudgetEvent,
  BudgetHold,
  BudgetRefusal,
  BudgetStanding,
  BudgetStore,
} from './budget.ts'
import { budgetName, committedShare, refusedBy } from './budget.ts'
import { periodAt, utcText } from './calendar.ts'
import type { Clock } from './clock.ts'

/** Amounts are kept in whole billionths of a dollar: sums of them are exact, and a refund leaves nothing behind. */
const PER_USD = 1e9

/** Shares of a budget that operators are told of, once in a period each. */
const MARKS = [0.5, 0.8, 1] as const
/** Below it, what finds no room is a request of unusual size. */
const NEARLY_ALL = 0.8

export interface BudgetLedgerOptions {
  readonly clock: Clock
  readonly onEvent: (event: BudgetEvent) => void
}

/** One budget in the period under way. */
interface Account {
  startMs: number
  endMs: number
  spent: number
  reserved: number
  /** Marks that were told of. */
  told: number
}

/** The budgets of one process. */
export class BudgetLedger implements BudgetStore {
  readonly #accounts = new Map<string, Account>()
  readonly #clock: Clock
  readonly #onEvent: (event: BudgetEvent) => void

  constructor({ clock, onEvent }: BudgetLedgerOptions) {
    this.#clock = clock
    this.#onEvent = onEvent
  }

  /** Adds what was spent before this process, or this budget, began. Of another period than the current one it says nothing. */
  bringIn(budget: Budget, before: { readonly usd: number; readonly periodMs: number }): void {
    const account = this.#accountOf(budget)
    if (account.startMs !== before.periodMs) return
    account.spent += amountOf(before.usd)
    // What operators were told of before is not told again.
    account.told = marksReached(budget, account.spent)
  }

  standing(budget: Budget): BudgetStanding {
    const { spent, reserved, endMs } = this.#accountOf(budget)
    return {
      spentUsd: spent / PER_USD,
      reservedUsd: reserved / PER_USD,
      renewsInMs: endMs - this.#clock.wallMs(),
      renewsAtMs: endMs,
    }
  }

  refusal(claim: BudgetClaim): BudgetRefusal | null {
    const full = this.#full(claim)
    if (full === null) return null
    const standing = this.standing(full)
    // Requests rarely spend the very last cent: the first that finds no room shows that the limit is reached.
    if (committedShare(full, standing) >= NEARLY_ALL) this.#tell(full, MARKS.length)
    return refusedBy(full, standing)
  }

  reserve(claim: BudgetClaim): BudgetHold | BudgetRefusal {
    const refusal = this.refusal(claim)
    if (refusal !== null) return refusal
    const amount = amountOf(claim.usd)
    const parts = claim.budgets.map((budget) => {
      const account = this.#accountOf(budget)
      account.reserved += amount
      return { budget, periodMs: account.startMs }
    })
    return { kind: 'held', parts, usd: claim.usd }
  }

  settle({ parts, usd: reserved }: BudgetHold, usd: number): void {
    for (const { budget, periodMs } of parts) {
      const account = this.#accountOf(budget)
      if (account.startMs !== periodMs) continue
      account.reserved -= amountOf(reserved)
      account.spent += amountOf(usd)
      this.#tell(budget, marksReached(budget, account.spent))
    }
  }

  /** The first budget that has no room. What costs nothing fits into every one. */
  #full({ budgets, usd, cheaper }: BudgetClaim): Budget | null {
    const amount = amountOf(usd)
    if (amount === 0) return null
    for (const budget of budgets) {
      if (budget.atLimit === 'switch' && cheaper) continue
      const { spent, reserved } = this.#accountOf(budget)
      if (spent + reserved + amount > amountOf(budget.usd)) return budget
    }
    return null
  }

  /** The account as of now: a new period begins with nothing spent. A clock that is set back changes nothing. */
  #accountOf(budget: Budget): Account {
    const wallMs = this.#clock.wallMs()
    let account = this.#accounts.get(budget.id)
    if (account === undefined) {
      account = { ...periodAt(wallMs, budget.per), spent: 0, reserved: 0, told: 0 }
      this.#accounts.set(budget.id, account)
    } else if (wallMs >= account.endMs) {
      Object.assign(account, { ...periodAt(wallMs, budget.per), spent: 0, reserved: 0, told: 0 })
    }
    return account
  }

  #tell(budget: Budget, reached: number): void {
    const account = this.#accountOf(budget)
    for (const share of MARKS.slice(account.told, reached)) {
      this.#onEvent({
        kind: 'budget-threshold',
        budget: budgetName(budget),
        per: budget.per,
        share,
        spentUsd: account.spent / PER_USD,
        limitUsd: budget.usd,
        atLimit: budget.atLimit,
        renews: utcText(account.endMs),
      })
    }
    account.told = Math.max(account.told, reached)
  }
}

function amountOf(usd: number): number {
  return Math.round(usd * PER_USD)
}

/** How many of the marks this much money has passed. */
function marksReached({ usd }: Budget, spent: number): number {
  return MARKS.filter((share) => spent >= share * amountOf(usd)).length
}
