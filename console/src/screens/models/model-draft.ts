import type { Model, ModelDeployment, ModelType } from '#api/resources'
import type { CatalogModel, DeploymentBody, ModelBody } from '#api/model-changes'

/** What an input for numbers holds. */
type Amount = number | ''

/** One card of the wizard. */
export interface DeploymentDraft {
  /** Tells cards apart; nothing else. */
  readonly card: number
  /** Of the saved deployment that is edited; `null`: it is new. */
  readonly id: string | null
  /** `name:…` of a configured provider, or `kind:…` of a new one. */
  readonly provider: string
  /** As it is shown while it is saved: masked. */
  readonly apiKey: string
  readonly model: string
  readonly tokensPerMinute: Amount
  readonly requestsPerMinute: Amount
  readonly enabled: boolean
  readonly region: string
  readonly baseUrl: string
  readonly apiVersion: string
  /** The saved one: what the wizard does not show of it stays. */
  readonly saved: ModelDeployment | null
}

/** A model as it is being written. */
export interface ModelDraft {
  readonly name: string
  readonly type: ModelType
  readonly aliases: string[]
  readonly contextWindow: Amount
  readonly maxOutputTokens: Amount
  readonly capabilities: string[] | null
  readonly priceInput: Amount
  readonly priceOutput: Amount
  readonly priceCached: Amount
  readonly visible: boolean
  readonly maintenance: boolean
  readonly fallbacks: string[]
  readonly strategy: string | null
  /** The entry of the catalog that context, price and capabilities come from. */
  readonly catalog: CatalogModel | null
  readonly deployments: DeploymentDraft[]
}

let cards = 0

export function emptyDeployment(provider = '', model = ''): DeploymentDraft {
  cards++
  return {
    card: cards,
    id: null,
    provider,
    apiKey: '',
    model,
    tokensPerMinute: '',
    requestsPerMinute: '',
    enabled: true,
    region: '',
    baseUrl: '',
    apiVersion: '',
    saved: null,
  }
}

/** A model of one's own, about which nothing is known. */
export function emptyDraft(): ModelDraft {
  return {
    name: '',
    type: 'chat',
    aliases: [],
    contextWindow: '',
    maxOutputTokens: '',
    capabilities: null,
    priceInput: '',
    priceOutput: '',
    priceCached: '',
    visible: true,
    maintenance: false,
    fallbacks: [],
    strategy: null,
    catalog: null,
    deployments: [emptyDeployment()],
  }
}

/** A draft from the catalog; `provider` is where it will be deployed first. */
export function draftOfCatalog(catalog: CatalogModel, provider: string): ModelDraft {
  const { model, type, contextWindow, price, capabilities } = catalog
  return {
    ...emptyDraft(),
    name: model,
    type,
    contextWindow: contextWindow ?? '',
    capabilities,
    priceInput: price?.input ?? '',
    priceOutput: price?.output ?? '',
    priceCached: price?.cachedInput ?? '',
    catalog,
    deployments: [emptyDeployment(provider, model)],
  }
}

export function draftOfModel(model: Model): ModelDraft {
  const { price } = model
  return {
    name: model.name,
    type: model.type,
    aliases: model.aliases,
    contextWindow: model.contextWindow ?? '',
    maxOutputTokens: model.maxOutputTokens ?? '',
    capabilities: model.capabilities,
    priceInput: price?.input ?? '',
    priceOutput: price?.output ?? '',
    priceCached: price?.cachedInput ?? '',
    visible: model.visible,
    maintenance: !model.enabled,
    fallbacks: model.fallbacks ?? [],
    strategy: model.strategy,
    catalog: null,
    deployments: model.deployments.map(draftOfDeployment),
  }
}

/** The same model under another name, not yet saved. Its secrets stay where they are: they are given anew. */
export function draftOfCopy(model: Model, name: string): ModelDraft {
  const draft = draftOfModel(model)
  const deployments = draft.deployments.map((one) => ({ ...one, id: null, apiKey: '', saved: null }))
  return { ...draft, name, aliases: [], deployments }
}

function draftOfDeployment(saved: ModelDeployment): DeploymentDraft {
  return {
    ...emptyDeployment(`name:${saved.provider}`, saved.model),
    id: saved.id,
    apiKey: saved.apiKey ?? '',
    tokensPerMinute: saved.tokensPerMinute ?? '',
    requestsPerMinute: saved.requestsPerMinute ?? '',
    enabled: saved.enabled,
    region: saved.region ?? '',
    baseUrl: saved.baseUrl ?? '',
    saved,
  }
}

/** What is sent to save the draft. Context, price and capabilities of a catalog's model are left to the catalog. */
export function bodyOf(draft: ModelDraft): ModelBody {
  const { catalog, priceInput, priceOutput, priceCached } = draft
  const own = catalog === null
  const price =
    own && priceInput !== '' && priceOutput !== ''
      ? { input: priceInput, output: priceOutput, cachedInput: amount(priceCached) }
      : null
  return {
    name: draft.name,
    type: draft.type,
    aliases: draft.aliases,
    enabled: !draft.maintenance,
    visible: draft.visible,
    contextWindow: own ? amount(draft.contextWindow) : null,
    maxOutputTokens: amount(draft.maxOutputTokens),
    capabilities: draft.capabilities as ModelBody['capabilities'],
    price,
    strategy: draft.strategy as ModelBody['strategy'],
    fallbacks: draft.fallbacks.length === 0 ? null : draft.fallbacks,
    deployments: draft.deployments.map(deploymentBody),
  }
}

/** What is sent to save or test one deployment. */
export function deploymentBody(draft: DeploymentDraft): DeploymentBody {
  const [kind, name] = providerOf(draft.provider)
  const body = {
    ...(draft.id === null ? {} : { id: draft.id }),
    provider: kind === 'name' ? name : { kind: name },
    model: draft.model,
    apiKey: draft.apiKey === '' ? null : draft.apiKey,
    baseUrl: draft.baseUrl === '' ? null : draft.baseUrl,
    region: draft.region === '' ? null : draft.region,
    enabled: draft.enabled,
    tokensPerMinute: amount(draft.tokensPerMinute),
    requestsPerMinute: amount(draft.requestsPerMinute),
    ...(draft.apiVersion === '' ? {} : { apiVersion: draft.apiVersion }),
  }
  const { saved } = draft
  if (saved === null) return body
  const { weight, priority, prefill, params, extraBody, timeouts, breaker } = saved
  return { ...body, weight, priority, prefill, params, extraBody, timeouts, breaker }
}

/** `['name', 'azure-eu']` or `['kind', 'openai']`. */
export function providerOf(choice: string): readonly ['name' | 'kind', string] {
  return choice.startsWith('kind:')
    ? ['kind', choice.slice('kind:'.length)]
    : ['name', choice.slice('name:'.length)]
}

/** Share of the traffic of every card while all are well, 0–1, as the gateway will split it. */
export function sharesOf(deployments: readonly DeploymentDraft[]): readonly number[] {
  const enabled = deployments.filter((one) => one.enabled)
  const weighted = enabled.every(({ tokensPerMinute }) => tokensPerMinute !== '')
  const weight = (one: DeploymentDraft): number => {
    if (!one.enabled) return 0
    return weighted ? Number(one.tokensPerMinute) : 1
  }
  const sum = deployments.reduce((total, one) => total + weight(one), 0)
  return deployments.map((one) => (sum === 0 ? 0 : weight(one) / sum))
}

/** How the traffic will be split. */
export function splitOf(
  deployments: readonly DeploymentDraft[],
): 'one' | 'weighted' | 'even' | 'some-limits' {
  const enabled = deployments.filter((one) => one.enabled)
  if (enabled.length < 2) return 'one'
  const limited = enabled.filter(({ tokensPerMinute }) => tokensPerMinute !== '').length
  if (limited === enabled.length) return 'weighted'
  return limited === 0 ? 'even' : 'some-limits'
}

function amount(value: Amount): number | null {
  return value === '' ? null : value
}
