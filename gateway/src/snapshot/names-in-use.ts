import { splitSuffix } from '#plan/resolve-name'
import type { ModelOfSlug, SlugModel } from './model-slugs.ts'
import { modelSlugs } from './model-slugs.ts'
import type { Outline, OutlineChain, OutlineModel } from './outline.ts'

/** What names of the file mean. Models, their aliases and chains share one name space. */
export interface NamesInUse {
  /** By name and by alias. */
  readonly models: ReadonlyMap<string, OutlineModel>
  readonly chains: ReadonlyMap<string, OutlineChain>
  readonly providers: ReadonlySet<string>
  readonly modelOfSlug: ModelOfSlug
}

export function namesInUse(file: Outline): NamesInUse {
  const own = file.models.flatMap((model) => (model.name === null ? [] : [[model.name.name, model] as const]))
  const aliases = file.models.flatMap((model) => model.aliases.map(({ name }) => [name, model] as const))
  const chains = file.chains.flatMap((chain) =>
    chain.name === null ? [] : [[chain.name.name, chain] as const],
  )
  return {
    models: new Map([...aliases, ...own]),
    chains: new Map(chains),
    providers: new Set(file.providers.keys()),
    modelOfSlug: modelSlugs(file.models.map((model) => slugModel(model, file))),
  }
}

function slugModel({ name, deployments }: OutlineModel, { providers }: Outline): SlugModel {
  return {
    name: name?.name ?? '',
    deployments: deployments.map(({ provider, upstreamModel }) => {
      const { name: owner = '' } = provider ?? {}
      return { provider: { name: owner, kind: providers.get(owner)?.kind ?? '' }, upstreamModel }
    }),
  }
}

/** What an entry of a list stands for, looked up as for a request: as it stands, as a catalog has it, without a suffix. */
export function lookUp(name: string, names: NamesInUse): OutlineModel | OutlineChain | null {
  const known = asItStands(name, names)
  if (known !== null) return known
  const base = splitSuffix(name)?.base
  return base === undefined ? null : asItStands(base, names)
}

function asItStands(
  name: string,
  { models, chains, modelOfSlug }: NamesInUse,
): OutlineModel | OutlineChain | null {
  return models.get(name) ?? chains.get(name) ?? models.get(modelOfSlug(name) ?? '') ?? null
}

/** Does an entry of a list mean something: a model, an alias, a chain, or `provider/model` of a configured provider. */
export function isKnown(name: string, names: NamesInUse): boolean {
  return lookUp(name, names) !== null || names.providers.has(providerPart(name) ?? '')
}

/** What stands before the first slash of `provider/model`, if something stands after it. */
function providerPart(name: string): string | null {
  const slash = name.indexOf('/')
  return slash > 0 && slash < name.length - 1 ? name.slice(0, slash) : null
}

export function knownNames(names: NamesInUse): string[] {
  return [...names.models.keys(), ...names.chains.keys()]
}
