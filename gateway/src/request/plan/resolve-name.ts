import type { Configuration, VirtualKey } from '#domain/configuration'
import type { Chain, Model } from '#domain/model'
import type { ModelType } from '#domain/model-type'
import type { StrategyId } from '#domain/strategy'

/** Who asks, and for a model of which type: one that nobody declared is of the type it is asked for. */
interface Asker {
  /** Grants of the key. */
  readonly models: VirtualKey['models']
  readonly type?: ModelType
}

/** What a name stands for, or why it stands for nothing. */
export type Resolution =
  | {
      readonly kind: 'found'
      readonly target: Model | Chain
      /** Order of the deployments that the name asks for. */
      readonly strategy: StrategyId | null
    }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not_granted' }

/** What stands behind the name of a model, where no model is called like that as a whole. */
const SUFFIXES = [
  [':nitro', 'throughput'],
  [':floor', 'cost'],
] as const satisfies readonly (readonly [string, StrategyId])[]

/**
 * Exact model or chain, then alias, then the catalog's `author/model` of a configured model; the same without a suffix
 * for the order; then `provider/model` split at the first slash if the key may call that provider directly.
 * `models: ["*"]` grants every configured name but no direct call; `"provider/*"` grants those.
 */
export function resolveName(name: string, configuration: Configuration, key: Asker): Resolution {
  const configured = configuredTarget(name, configuration)
  if (configured !== null) return grantedTo(key, { name, target: configured, strategy: null }, configuration)
  const other = otherwise(name, configuration)
  const granted = other === null ? null : grantedTo(key, other, configuration)
  if (granted?.kind === 'found') return granted
  const direct = directTarget(name, configuration, key.type)
  if (direct !== null && key.models.includes(`${direct.provider}/*`)) {
    return { kind: 'found', target: direct.model, strategy: null }
  }
  return granted === null && direct === null ? { kind: 'unknown' } : { kind: 'not_granted' }
}

interface Named {
  /** Without a suffix, as a key may have it granted. */
  readonly name: string
  readonly target: Model | Chain
  readonly strategy: StrategyId | null
}

function grantedTo(
  { models }: Asker,
  { name, target, strategy }: Named,
  { aliases }: Configuration,
): Resolution {
  const granted = models.some(
    (grant) => grant === '*' || grant === name || grant === target.name || aliases.get(grant) === target.name,
  )
  return granted ? { kind: 'found', target, strategy } : { kind: 'not_granted' }
}

function configuredTarget(name: string, configuration: Configuration): Model | Chain | null {
  const exact = configuration.models.get(name) ?? configuration.chains.get(name)
  if (exact !== undefined) return exact
  const aliased = configuration.aliases.get(name)
  if (aliased === undefined) return null
  return configuration.models.get(aliased) ?? configuration.chains.get(aliased) ?? null
}

/** A configured model by what the catalog calls it, or by its name with a suffix. */
function otherwise(name: string, configuration: Configuration): Named | null {
  const slug = slugTarget(name, configuration)
  if (slug !== null) return { name, target: slug, strategy: null }
  const suffixed = splitSuffix(name)
  if (suffixed === null) return null
  const { base, strategy } = suffixed
  const target = configuredTarget(base, configuration) ?? slugTarget(base, configuration)
  return target === null ? null : { name: base, target, strategy }
}

/** What stands before a suffix for the order; `null`: the name has none. */
export function splitSuffix(name: string): { readonly base: string; readonly strategy: StrategyId } | null {
  for (const [suffix, strategy] of SUFFIXES) {
    if (name.endsWith(suffix)) return { base: name.slice(0, -suffix.length), strategy }
  }
  return null
}

function slugTarget(name: string, configuration: Configuration): Model | null {
  const known = configuration.modelOfSlug(name)
  return known === null ? null : (configuration.models.get(known) ?? null)
}

function directTarget(
  name: string,
  configuration: Configuration,
  type: ModelType = 'chat',
): { readonly provider: string; readonly model: Model } | null {
  const slash = name.indexOf('/')
  if (slash <= 0 || slash === name.length - 1) return null
  const provider = name.slice(0, slash)
  const model = configuration.implicitModel(provider, name.slice(slash + 1), type)
  return model === null ? null : { provider, model }
}
