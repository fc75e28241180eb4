import type { Use } from '@backstay/contract/admin'
import type { InForce } from '#snapshot/in-force'
import type { NameUses } from '#snapshot/uses'
import { usesOfNames } from '#snapshot/uses'

const known = new WeakMap<InForce, NameUses>()

/** Who names a provider. */
export function usesOfProvider(inForce: InForce, name: string): readonly Use[] {
  return usesIn(inForce).providers.get(name) ?? []
}

/** Who names a model or chain, by any of its names. */
export function usesOfEntry(inForce: InForce, names: readonly string[]): readonly Use[] {
  return names.flatMap((name) => usesIn(inForce).entries.get(name) ?? [])
}

function usesIn(inForce: InForce): NameUses {
  let uses = known.get(inForce)
  if (uses === undefined) {
    uses = usesOfNames(inForce.file)
    known.set(inForce, uses)
  }
  return uses
}
