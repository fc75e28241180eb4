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
import type { Lack, LimitShares, Share, ShareSubject } from './share.ts'

/** Amounts are kept in whole billionths of a dollar: sums of them are exact, and a refund leaves nothing behind. */
const PER_USD = 1e9

/** Shares of a budget that operators are told of, once in a period each. */
const MARKS = [0.5, 0.8, 1] as const
const NONE: readonly Lack[] = []
/** Below it, what finds no room is a request of unusual size. */
const NEARLY_ALL = 0.8

export interface BudgetLedgerOptions {
  readonly clock: Clock
  readonly onEvent: (event: BudgetEvent, organisation: string) => void
  /** Budgets are shared with other processes; if left out, they are those of this one. */
  readonly shares?: LimitShares | null
}

/** What others count of a process that is gone: what it had reserved is given up after so long, what it spent is not. */
const GONE_MS = 86_000

/** One budget in the period under way. */
interface Account {
  readonly startMs: number
  readonly endMs: number
  /** By this process, and before it; of one that is shared by this process alone. */
  spent: number
  reserved: number
  /** Marks that were told of. */
  told: number
  readonly share: BudgetShare | null
}

/** The part of a shared budget that this process may spend. */
interface BudgetShare {
  readonly share: Share
  readonly subject: ShareSubject & { before: number | null }
}

/** The budgets of one process, or its part in those that several share. */
export class BudgetLedger implements BudgetStore {
  readonly #accounts = new Map<string, Account>()
  readonly #clock: Clock
  readonly #onEvent: BudgetLedgerOptions['onEvent']

  readonly #shares: LimitShares | null

  constructor({ clock, onEvent, shares = null }: BudgetLedgerOptions) {
    this.#clock = clock
    this.#onEvent = onEvent
    this.#shares = shares
  }

  /** Adds what was spent before this process, or this budget, began. Of another period than the current one it says nothing. */
  bringIn(budget: Budget, before: { readonly usd: number; readonly periodMs: number }): void {
    const account = this.#accountOf(budget)
    if (account.startMs !== before.periodMs) return
    if (account.share === null) account.spent += amountOf(before.usd)
    else account.share.subject.before = amountOf(before.usd)
    // What operators were told of before is not told again.
    account.told = marksReached(budget, this.#spent(account))
  }

  standing(budget: Budget): BudgetStanding {
    const account = this.#accountOf(budget)
    const { reserved, endMs } = account
    return {
      spentUsd: this.#spent(account) / PER_USD,
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

  lacks({ budgets, usd, cheaper }: BudgetClaim): readonly Lack[] {
    const amount = amountOf(usd)
    if (this.#shares === null || amount === 0) return NONE
    const lacks: Lack[] = []
    for (const budget of budgets) {
      if (budget.atLimit === 'switch' && cheaper) continue
      const { spent, reserved, share } = this.#accountOf(budget)
      const lack = share?.share.lack(spent + reserved, amount, this.#clock.now()) ?? null
      if (lack !== null) lacks.push(lack)
    }
    return lacks
  }

  reserve(claim: BudgetClaim): BudgetHold | BudgetRefusal {
    const refusal = this.refusal(claim)
    if (refusal !== null) return refusal
    const amount = amountOf(claim.usd)
    const parts = claim.budgets.map((budget) => {
      const account = this.#accountOf(budget)
      account.reserved += amount
      account.share?.share.took(amount, account.spent + account.reserved)
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
      this.#tell(budget, marksReached(budget, this.#spent(account)))
    }
  }

  /** Everything that was spent in the period, as far as is known here. */
  #spent({ spent, share }: Account): number {
    if (share === null) return spent
    const { share: held, subject } = share
    // What was before counts elsewhere once anybody could be asked.
    return spent + (held.grantedAt === null ? (subject.before ?? 0) : held.elsewhere(this.#clock.now()))
  }

  #hasRoom(account: Account, amount: number, limit: number): boolean {
    const { spent, reserved, share } = account
    if (share === null || amount > limit) return this.#spent(account) + reserved + amount <= limit
    share.share.limit = limit
    return share.share.mayCover(spent + reserved, amount, this.#clock.now())
  }

  /** The first budget that has no room. What costs nothing fits into every one. */
  #full({ budgets, usd, cheaper }: BudgetClaim): Budget | null {
    const amount = amountOf(usd)
    if (amount === 0) return null
    for (const budget of budgets) {
      if (budget.atLimit === 'switch' && cheaper) continue
      if (!this.#hasRoom(this.#accountOf(budget), amount, amountOf(budget.usd))) return budget
    }
    return null
  }

  /** The account as of now: a new period begins with nothing spent. A clock that is set back changes nothing. */
  #accountOf(budget: Budget): Account {
    const wallMs = this.#clock.wallMs()
    const known = this.#accounts.get(budget.id)
    if (known !== undefined && wallMs < known.endMs) return known
    if (known !== undefined && known.share !== null) this.#shares?.forget(known.share.share.name)
    const account = this.#opened(budget, wallMs)
    this.#accounts.set(budget.id, account)
    return account
  }

  #opened(budget: Budget, wallMs: number): Account {
    const period = periodAt(wallMs, budget.per)
    const fresh = { ...period, spent: 0, reserved: 0, told: 0 }
    const shares = this.#shares
    if (shares === null) return { ...fresh, share: null }
    const subject = { before: null, leaving: () => [], used: () => account.spent + account.reserved }
    const lifetime = { staleMs: GONE_MS, keepMs: period.endMs - wallMs + GONE_MS }
    const name = `budget:${budget.id}:${period.startMs}`
    const share = shares.open(name, amountOf(budget.usd), { subject, lifetime })
    const account: Account = { ...fresh, share: { share, subject } }
    return account
  }

  #tell(budget: Budget, reached: number): void {
    const account = this.#accountOf(budget)
    for (const share of MARKS.slice(account.told, reached)) {
      const event: BudgetEvent = {
        kind: 'budget-threshold',
        budget: budgetName(budget),
        per: budget.per,
        share,
        spentUsd: this.#spent(account) / PER_USD,
        limitUsd: budget.usd,
        atLimit: budget.atLimit,
        renews: utcText(account.endMs),
      }
      this.#onEvent(event, budget.organisation)
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
