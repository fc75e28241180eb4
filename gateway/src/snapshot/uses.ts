import type { Path } from './config-problem.ts'
import { formatPath } from './config-problem.ts'
import { outline } from './outline.ts'
import type { Named } from './problem-report.ts'

/** Where a name is used. */
export interface NameUse {
  readonly kind: 'model' | 'chain' | 'key' | 'settings'
  /** Of the model, chain or key that uses it; empty for settings. */
  readonly name: string
  /** Where in it. */
  readonly at: string
}

/** Who uses which name, in a whole file. */
export interface NameUses {
  /** Of models, aliases and chains. */
  readonly entries: ReadonlyMap<string, readonly NameUse[]>
  readonly providers: ReadonlyMap<string, readonly NameUse[]>
}

const LISTS: Readonly<Record<string, NameUse['kind']>> = { models: 'model', chains: 'chain', keys: 'key' }

export function usesOfNames(file: object): NameUses {
  const seen = outline(file)
  const grants = seen.keys.flatMap((key) => key.grants)
  const named = [
    ...seen.models.flatMap((model) => model.fallbacks),
    ...seen.chains.flatMap((chain) => chain.steps.flatMap(({ model }) => model ?? [])),
    ...seen.globalFallback,
    ...seen.costTargets,
    ...seen.judges,
    ...seen.keys.flatMap((key) => key.candidates),
    ...grants,
  ]
  const providers = [
    ...seen.models.flatMap((model) => model.deployments),
    ...seen.chains.flatMap((chain) => chain.steps),
  ].flatMap(({ provider }) => provider ?? [])
  // `provider/*` grants what only the provider can mean; `provider/model` in a list may.
  const direct = named.flatMap(({ name, path }) =>
    name.includes('/') ? { name: name.slice(0, name.indexOf('/')), path } : [],
  )
  const families = seen.keys.flatMap((key) => key.families)
  return { entries: byName(named, file), providers: byName([...providers, ...direct, ...families], file) }
}

function byName(named: readonly Named[], file: object): ReadonlyMap<string, readonly NameUse[]> {
  const uses = named.map(({ name, path }) => ({ name, use: useAt(path, file) }))
  return new Map(
    [...Map.groupBy(uses, ({ name }) => name)].map(([name, group]) => [name, group.map(({ use }) => use)]),
  )
}

function useAt(path: Path, file: object): NameUse {
  const start = path[0] === 'fallback' && path[1] === 'chains' ? 1 : 0
  const kind = LISTS[String(path[start])]
  if (kind === undefined) return { kind: 'settings', name: '', at: formatPath(path) }
  const entry = path
    .slice(0, start + 2)
    .reduce<unknown>((value, part) => (value as Record<string | number, unknown>)[part], file)
  return { kind, name: (entry as { readonly name: string }).name, at: formatPath(path.slice(start + 2)) }
}
