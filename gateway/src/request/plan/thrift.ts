import type { SpendingThrift } from '#domain/budget'
import type { Policy, Skipped } from '#domain/request'
import type { Candidate } from './candidate.ts'
import type { Charge } from './charge.ts'
import type { RequestSpending } from './spending.ts'

/** Another candidate comes first than usually does. */
interface Moved {
  readonly by: SpendingThrift['by']
  readonly skipped: Skipped
}

/** The order of a plan while money decides it. */
export class Thrift {
  readonly #thrift: SpendingThrift
  readonly #charge: Charge

  private constructor(thrift: SpendingThrift, charge: Charge) {
    this.#thrift = thrift
    this.#charge = charge
  }

  /** `null`: budgets have room, and the usual order stands. */
  static of(charge: Charge, spending: RequestSpending): Thrift | null {
    const thrift = spending.thrift()
    return thrift === null ? null : new Thrift(thrift, charge)
  }

  get policy(): Policy {
    return this.#charge.policy
  }

  /** With what a `cost` trigger names besides the list. */
  extended(candidates: readonly Candidate[]): readonly Candidate[] {
    const further = this.#charge.named.filter((one) => !candidates.includes(one))
    return further.length === 0 ? candidates : [...further, ...candidates]
  }

  ordered(candidates: readonly Candidate[]): readonly Candidate[] {
    return candidates
      .map((candidate) => ({ candidate, rank: this.#rank(candidate) }))
      .toSorted((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank))
      .map(({ candidate }) => candidate)
  }

  /** Who would have been asked first, if it is somebody else now. `usual`: the candidates in their usual order. */
  passedOver(usual: readonly Candidate[], first: Candidate | undefined): Moved | null {
    const { asked, named } = this.#charge
    const { by, why } = this.#thrift
    const listed = usual.find(({ id }) => id === asked.id || !named.some((one) => one.id === id))
    const was = by === 'budget' ? asked : (listed ?? asked)
    if (first === undefined || first.model === was.model) return null
    return { by, skipped: { deployment: was.model.name, reason: `put after cheaper ones: ${why}` } }
  }

  /** For the record: who would have been asked first, and why what a `cost` trigger names cannot be used. */
  skipped(moved: Moved | null): readonly Skipped[] {
    const { skipped } = this.#charge
    return moved === null ? skipped : [...skipped, moved.skipped]
  }

  #rank({ model, deployments }: Candidate): number {
    return Math.min(...deployments.map((deployment) => this.#thrift.rank(model.name, deployment)))
  }
}
