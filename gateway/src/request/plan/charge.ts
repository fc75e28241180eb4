import type { Budget } from '#domain/budget'
import type { Policy, Skipped } from '#domain/request'
import type { Candidate } from './candidate.ts'
import { collectCandidates } from './collect-candidates.ts'
import type { Frame } from './policy-of.ts'

/** What budgets and the `cost` trigger need to know of a request, whatever the moment. */
export interface Charge {
  readonly budgets: readonly Budget[]
  /** What was asked for: the requested model, or the first of the list that stands in its place. */
  readonly asked: Candidate
  /** What a `cost` trigger names, in and outside of the list; empty where it names nothing. */
  readonly named: readonly Candidate[]
  /** With those outside of the list as further candidates. */
  readonly policy: Policy
  /** Why what it names cannot be used. */
  readonly skipped: readonly Skipped[]
}

interface Charged {
  readonly frame: Frame
  readonly policy: Policy
  readonly onlyFirst: boolean
}

/** `null` where there is nothing to be charged. */
export function chargeOf(
  { frame, policy, onlyFirst }: Charged,
  candidates: readonly Candidate[],
): Charge | null {
  const asked = candidates.find(({ model }) => model === frame.target) ?? firstByPriority(candidates)
  if (policy.budgets === null || asked === undefined) return null
  const { named, skipped } = onlyFirst ? NOTHING_NAMED : namedBy(policy, frame, candidates)
  const further = named.filter((one) => !candidates.includes(one)).length
  const most = frame.keyPolicy?.maxRetries ?? Number.POSITIVE_INFINITY
  const maxMoves = Math.min(most, candidates.length - 1 + further)
  return {
    budgets: policy.budgets,
    asked,
    named,
    policy: further === 0 ? policy : { ...policy, maxMoves },
    skipped,
  }
}

const NOTHING_NAMED = { named: [], skipped: [] } as const

function namedBy(
  { cost }: Policy,
  { admitted, configuration, target }: Frame,
  candidates: readonly Candidate[],
): Pick<Charge, 'named' | 'skipped'> {
  if (cost === null || cost.to === null) return NOTHING_NAMED
  const entries = [{ name: cost.to, priority: null }]
  const found = collectCandidates({ configuration, key: admitted.key, target, strategy: null, entries })
  const inList = ({ model }: Candidate): Candidate | undefined =>
    candidates.find((known) => known.model.name === model.name)
  return { named: found.candidates.map((one) => inList(one) ?? one), skipped: found.skipped }
}

/** Lower priority number first, ties in list order. */
function firstByPriority(candidates: readonly Candidate[]): Candidate | undefined {
  const rank = ({ priority }: Candidate): number => priority ?? Number.MAX_SAFE_INTEGER
  return candidates.toSorted((a, b) => rank(a) - rank(b))[0]
}
