import type { Configuration, VirtualKey } from '#domain/configuration'
import type { Chain, Model } from '#domain/model'

/** What a name stands for, or why it stands for nothing. */
export type Resolution =
  | { readonly kind: 'found'; readonly target: Model | Chain }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not_granted' }

/**
 * Exact model or chain, then alias, then `provider/model` split at the first slash if the key may call that provider
 * directly. `models: ["*"]` grants every configured name but no direct call; `"provider/*"` grants those.
 */
export function resolveName(name: string, configuration: Configuration, key: VirtualKey): Resolution {
  const configured = configuredTarget(name, configuration)
  if (configured !== null) {
    const granted = key.models.some(
      (grant) =>
        grant === '*' ||
        grant === name ||
        configuration.aliases.get(grant) === configured.name ||
        grant === configured.name,
    )
    return granted ? { kind: 'found', target: configured } : { kind: 'not_granted' }
  }
  const slash = name.indexOf('/')
  if (slash <= 0 || slash === name.length - 1) return { kind: 'unknown' }
  const provider = name.slice(0, slash)
  const model = configuration.implicitModel(provider, name.slice(slash + 1))
  if (model === null) return { kind: 'unknown' }
  const granted = key.models.includes(`${provider}/*`)
  return granted ? { kind: 'found', target: model } : { kind: 'not_granted' }
}

function configuredTarget(name: string, configuration: Configuration): Model | Chain | null {
  const exact = configuration.models.get(name) ?? configuration.chains.get(name)
  if (exact !== undefined) return exact
  const aliased = configuration.aliases.get(name)
  if (aliased === undefined) return null
  return configuration.models.get(aliased) ?? configuration.chains.get(aliased) ?? null
}
