import type { Configuration, VirtualKey } from '#domain/configuration'
import type { Chain, Model } from '#domain/model'
import { GatewayError } from '#domain/errors'
import { resolveName } from '#plan/resolve-name'

/** A name that a key may use, in the shape of the OpenAI API with what routing knows added. */
interface ListedModel {
  readonly id: string
  readonly object: 'model'
  readonly created: number
  readonly owned_by: string
  readonly type: string
  readonly kind: 'model' | 'chain' | 'alias'
  readonly context_length: number | null
  readonly max_output_tokens: number | null
  readonly capabilities: readonly string[] | null
  /** US dollars per million tokens, of the first enabled deployment. */
  readonly pricing: { readonly input: number; readonly output: number } | null
}

/** The OpenAI API wants a number; configured names have no date of their own. */
const CREATED = 0

/** Models, chains and aliases that this key may use, sorted by name. */
export function listModels(configuration: Configuration, key: VirtualKey): readonly ListedModel[] {
  const { models, chains, aliases } = configuration
  const hidden = [...models.values()].filter(({ visible }) => !visible)
  const unlisted = new Set(hidden.flatMap(({ name, aliases: own }) => [name as string, ...own]))
  const names = [...models.keys(), ...chains.keys(), ...aliases.keys()].filter((name) => !unlisted.has(name))
  return names
    .map((name) => listed(name, configuration, key))
    .filter((model) => model !== null)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/** One of them. Throws `model_not_found`, also for names that are not granted: which names exist is the key's business. */
export function describeModel(name: string, configuration: Configuration, key: VirtualKey): ListedModel {
  const found = listed(name, configuration, key)
  if (found !== null) return found
  throw new GatewayError('model_not_found', {
    message: `No model or chain is called "${name.slice(0, 200)}".`,
    param: 'model',
  })
}

function listed(name: string, configuration: Configuration, key: VirtualKey): ListedModel | null {
  const resolution = resolveName(name, configuration, key)
  if (resolution.kind !== 'found') return null
  const { target } = resolution
  const model = firstModel(target)
  const deployment = model?.deployments.find(({ enabled }) => enabled) ?? model?.deployments[0]
  const price = deployment?.price ?? null
  return {
    id: name,
    object: 'model',
    created: CREATED,
    owned_by: deployment?.provider.name ?? 'backstay',
    type: target.type,
    kind: configuration.aliases.has(name) ? 'alias' : target.kind,
    context_length: model?.contextWindow ?? null,
    max_output_tokens: model?.maxOutputTokens ?? null,
    capabilities: model?.capabilities === null || model === undefined ? null : [...model.capabilities],
    pricing: price === null ? null : { input: price.input, output: price.output },
  }
}

function firstModel(target: Model | Chain): Model | undefined {
  return target.kind === 'model' ? target : target.steps[0]?.model
}
