import type {
  Budget,
  BudgetClaim,
  BudgetHold,
  BudgetRefusal,
  BudgetStore,
  Spending,
  SpendingThrift,
} from '#domain/budget'
import { committedShare, describeBudget } from '#domain/budget'
import { costUsd, expectedCostUsd } from '#domain/cost'
import type { Deployment } from '#domain/deployment'
import type { HealthView } from '#domain/health'
import type { Accepted } from '#domain/request'
import type { Lack } from '#domain/share'
import type { TokenUsage } from '#domain/usage'
import type { Charge } from './charge.ts'
import { expectedInput } from './expected-input.ts'
import { expectedOutput } from './expected-output.ts'

interface SpendingPorts {
  readonly accepted: Accepted
  readonly health: HealthView
  readonly store: BudgetStore
}

/** What the budgets in force let one request spend, measured against the price of what was asked for. */
export class RequestSpending implements Spending {
  readonly budgets: readonly Budget[]
  readonly #charge: Charge
  readonly #ports: SpendingPorts
  readonly #asked: readonly Deployment[]
  /** The most that it would cost where it was asked for. */
  readonly #askedUsd: number

  constructor(charge: Charge, ports: SpendingPorts) {
    const { budgets, asked } = charge
    this.#charge = charge
    this.#ports = ports
    const tightened = ports.accepted.controls.onBudget === 'block'
    this.budgets = tightened ? budgets.map((one) => ({ ...one, atLimit: 'block' })) : budgets
    this.#asked = asked.deployments.filter(({ enabled }) => enabled)
    this.#askedUsd = Math.max(0, ...this.#asked.map((deployment) => this.expectedUsd(deployment) ?? 0))
  }

  expectedUsd(deployment: Deployment): number | null {
    const { accepted, health } = this.#ports
    return expectedCostUsd(deployment.price, {
      inputTokens: expectedInput(accepted.body, health, deployment),
      outputTokens: expectedOutput(accepted, health, deployment),
    })
  }

  refusal(deployment: Deployment): BudgetRefusal | null {
    return this.#ports.store.refusal(this.#claim(deployment))
  }

  /**
   * The budget that keeps what was asked for from being served, wherever that is done, if one does. `block`: one that
   * blocks; `any`: also one that switches.
   */
  limit(among: 'any' | 'block'): BudgetRefusal | null {
    let refusal: BudgetRefusal | null = null
    for (const deployment of this.#asked) {
      // For what is cheaper, budgets that switch have no limit.
      refusal = this.#ports.store.refusal({ ...this.#claim(deployment), cheaper: among === 'block' })
      if (refusal === null) return null
    }
    return refusal
  }

  thrift(): SpendingThrift | null {
    const limit = this.limit('any')
    if (limit !== null) return this.#thrift('budget', `no room in ${describeBudget(limit.budget)}`)
    const { cost } = this.#charge.policy
    const most = cost === null ? null : this.#mostUsed()
    if (most === null || cost === null || most.share < cost.threshold) return null
    return this.#thrift('cost', `${Math.floor(most.share * 100)} % of ${describeBudget(most.budget)} is used`)
  }

  #thrift(by: SpendingThrift['by'], why: string): SpendingThrift {
    const named = this.#charge.named.map(({ model }) => model.name as string)
    return {
      by,
      why,
      rank: (model, deployment) => {
        const position = named.indexOf(model)
        return position < 0 ? (this.expectedUsd(deployment) ?? Infinity) : position - named.length
      },
    }
  }

  /** The budget of which the largest share is spent or reserved. */
  #mostUsed(): { readonly budget: Budget; readonly share: number } | null {
    let most: { budget: Budget; share: number } | null = null
    for (const budget of this.budgets) {
      const share = committedShare(budget, this.#ports.store.standing(budget))
      if (most === null || share > most.share) most = { budget, share }
    }
    return most
  }

  lacks(deployment: Deployment): readonly Lack[] {
    return this.#ports.store.lacks(this.#claim(deployment))
  }

  reserve(deployment: Deployment): BudgetHold | BudgetRefusal {
    return this.#ports.store.reserve(this.#claim(deployment))
  }

  settle(hold: BudgetHold, deployment: Deployment, usage: TokenUsage | null): void {
    const usd = usage === null ? 0 : (costUsd(deployment.price, usage) ?? 0)
    this.#ports.store.settle(hold, usd)
  }

  #claim(deployment: Deployment): BudgetClaim {
    const usd = this.expectedUsd(deployment) ?? 0
    return { budgets: this.budgets, usd, cheaper: usd < this.#askedUsd }
  }
}
