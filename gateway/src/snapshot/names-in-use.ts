import type { Outline, OutlineChain, OutlineModel } from './outline.ts'

/** What names of the file mean. Models, their aliases and chains share one name space. */
export interface NamesInUse {
  /** By name and by alias. */
  readonly models: ReadonlyMap<string, OutlineModel>
  readonly chains: ReadonlyMap<string, OutlineChain>
  readonly providers: ReadonlySet<string>
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
  }
}

/** Does an entry of a list mean something: a model, an alias, a chain, or `provider/model` of a configured provider. */
export function isKnown(name: string, names: NamesInUse): boolean {
  return names.models.has(name) || names.chains.has(name) || names.providers.has(providerPart(name) ?? '')
}

/** What stands before the first slash of `provider/model`, if something stands after it. */
function providerPart(name: string): string | null {
  const slash = name.indexOf('/')
  return slash > 0 && slash < name.length - 1 ? name.slice(0, slash) : null
}

export function knownNames(names: NamesInUse): string[] {
  return [...names.models.keys(), ...names.chains.keys()]
}
