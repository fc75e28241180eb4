import type { Configuration, VirtualKey } from '#domain/configuration'
import type { Chain, Model } from '#domain/model'
import { sameFamily } from '#domain/model-type'
import type { Skipped } from '#domain/request'
import type { StrategyId } from '#domain/strategy'
import type { Candidate } from './candidate.ts'
import { candidatesOf } from './candidate.ts'
import type { ListEntry } from './choose-list.ts'
import { resolveName } from './resolve-name.ts'

interface CollectContext {
  readonly configuration: Configuration
  readonly key: VirtualKey
  readonly target: Model | Chain
  /** Order of its deployments that its name asks for. */
  readonly strategy: StrategyId | null
  /** Embeddings of another model are not comparable, so such lists keep to the requested model. */
  readonly entries: readonly ListEntry[]
}

/** The models that a list stands for, in list order; entries that cannot be used are skipped with their reason. */
export function collectCandidates(context: CollectContext): {
  readonly candidates: readonly Candidate[]
  readonly skipped: readonly Skipped[]
} {
  const candidates: Candidate[] = []
  const skipped: Skipped[] = []
  for (const entry of context.entries) {
    const found = entry.name === null ? context : targetOf(entry.name, context, skipped)
    if (found === null) continue
    for (const candidate of candidatesOf(found.target, entry.priority, found.strategy)) {
      const reason = unusable(candidate, context.target, candidates)
      if (reason === null) candidates.push(candidate)
      else skipped.push({ deployment: candidate.model.name, reason })
    }
  }
  return { candidates, skipped }
}

type Found = Pick<CollectContext, 'target' | 'strategy'>

const NAME_REASONS = {
  unknown: 'no model or chain has this name',
  not_granted: 'not granted to this key',
} as const

/** Does the one have every place that the other has. */
function covers(known: Candidate, candidate: Candidate): boolean {
  if (known.model.name !== candidate.model.name) return false
  return candidate.deployments.every(({ id }) => known.deployments.some((other) => other.id === id))
}

function targetOf(name: string, context: CollectContext, skipped: Skipped[]): Found | null {
  const resolution = resolveName(name, context.configuration, context.key)
  if (resolution.kind === 'found') return resolution
  skipped.push({ deployment: name, reason: NAME_REASONS[resolution.kind] })
  return null
}

function unusable(
  candidate: Candidate,
  requested: Model | Chain,
  before: readonly Candidate[],
): string | null {
  if (!sameFamily(candidate.model.type, requested.type)) {
    return `is of type ${candidate.model.type}, the request of type ${requested.type}`
  }
  if (before.some((known) => covers(known, candidate))) return 'stands in the list already'
  if (
    candidate.model.type === 'embeddings' &&
    !(requested.kind === 'model' && requested.allowModelChange === true) &&
    before.some((known) => known.model.name !== candidate.model.name)
  ) {
    return 'embeddings of another model are not comparable'
  }
  return null
}
