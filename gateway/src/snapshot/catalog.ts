import { createRequire } from 'node:module'
import type { calcPrice, findProvider, ModelPrice } from '@pydantic/genai-prices'
import type { Capability } from '#domain/model'
import type { Price, PriceTier } from '#domain/price'
import type { FetchedCatalog } from './fetched-catalog.ts'
import { knownAbilities } from './known-abilities.ts'

/** What the catalog knows of a model. */
export interface CatalogEntry {
  /** What the catalog calls it, whichever of its names was asked for. */
  readonly id: string
  readonly price: Price | null
  /** Tokens. */
  readonly contextWindow: number | null
  readonly maxOutputTokens: number | null
  /** `null`: not known. */
  readonly capabilities: readonly Capability[] | null
}

/** What comes with the package, by the provider that it calls so. */
type PackagedEntry = Pick<CatalogEntry, 'id' | 'price' | 'contextWindow'>

/**
 * Kind of provider → its id in the catalog. Kinds that serve models under names of their operator's choosing are left
 * out on purpose: a local model called `gpt-4o` does not cost what OpenAI asks for one.
 */
const CATALOG_IDS: ReadonlyMap<string, string> = new Map([
  ['openai', 'openai'],
  ['anthropic', 'anthropic'],
  ['google', 'google'],
  ['azure-openai', 'azure'],
  ['bedrock', 'aws'],
  ['vertex', 'google'],
  ['cohere', 'cohere'],
  ['deepseek', 'deepseek'],
  ['fireworks', 'fireworks'],
  ['groq', 'groq'],
  ['mistral', 'mistral'],
  ['openrouter', 'openrouter'],
  ['perplexity', 'perplexity'],
  ['together', 'together'],
  ['xai', 'x-ai'],
])

const DAY_MS = 86_400_000
/** Names come from clients too, where a key may call a provider's models directly: both limits bound what they cost. */
const MEMO_ENTRIES = 2_000
const NAME_LENGTH = 200

const memo = new Map<string, PackagedEntry | null>()
let memoDay = 0

let fetched: FetchedCatalog | null = null
/** Both together; forgotten with `memo`. */
const merged = new Map<string, CatalogEntry | null>()

/** What was fetched counts before what comes with the package, from the next configuration on; `null`: nothing was. */
export function putCatalogInForce(catalog: FetchedCatalog | null): void {
  if (catalog === fetched) return
  fetched = catalog
  merged.clear()
}

/** What was fetched; another object once that changes. */
export function fetchedInForce(): FetchedCatalog | null {
  return fetched
}

/**
 * What is known of a provider's model; `null` when nothing is. What was fetched is found by the name as it stands, else
 * by the one that the packaged catalog knows it under.
 *
 * @param atMs - Milliseconds since the Unix epoch. Prices change by date, so that an answer holds for its UTC day.
 */
export function catalogEntry(kind: string, upstreamModel: string, atMs = Date.now()): CatalogEntry | null {
  const provider = CATALOG_IDS.get(kind)
  if (provider === undefined) return null
  const packaged = entryOf(provider, upstreamModel, atMs)
  const name = `${kind}/${upstreamModel}`
  const known = merged.get(name)
  if (known !== undefined) return known
  const entry = mergedEntry({ kind, upstreamModel }, packaged)
  if (upstreamModel.length <= NAME_LENGTH) merged.set(name, entry)
  return entry
}

/** What of it does not come with the package: asked for alone, the packaged catalog need not be loaded. */
export function catalogAbilities(
  kind: string,
  upstreamModel: string,
): Pick<CatalogEntry, 'maxOutputTokens' | 'capabilities'> {
  const entry = fetched === null ? null : catalogEntry(kind, upstreamModel)
  return entry ?? { maxOutputTokens: null, capabilities: knownAbilities(kind, upstreamModel) }
}

function mergedEntry(
  { kind, upstreamModel }: { readonly kind: string; readonly upstreamModel: string },
  packaged: PackagedEntry | null,
): CatalogEntry | null {
  const own = fetched?.get(kind)
  const later = own?.get(upstreamModel) ?? (packaged === null ? undefined : own?.get(packaged.id))
  if (packaged === null && later === undefined) return null
  return {
    id: packaged?.id ?? upstreamModel,
    price: later?.price ?? packaged?.price ?? null,
    contextWindow: later?.contextWindow ?? packaged?.contextWindow ?? null,
    maxOutputTokens: later?.maxOutputTokens ?? null,
    capabilities: later?.capabilities ?? knownAbilities(kind, upstreamModel),
  }
}

/** What the catalog calls a model of an author; `null` if it does not know it. */
export function catalogModelId(author: string, model: string, atMs = Date.now()): string | null {
  return entryOf(author, model, atMs)?.id ?? null
}

/** A provider of the catalog, and what it calls its models. */
export interface CatalogProvider {
  /** Kind of provider that speaks to it. */
  readonly kind: string
  readonly name: string
  readonly models: readonly {
    readonly id: string
    readonly name: string
    readonly deprecated: boolean
  }[]
}

/** Every provider that the catalog knows and this gateway speaks to. */
export function catalogProviders(): readonly CatalogProvider[] {
  return [...CATALOG_IDS].flatMap(([kind, providerId]) => {
    const found = loadCatalog().findProvider({ providerId })
    if (found === undefined) return []
    const models = new Map(
      found.models.map(({ id, name, deprecated }) => {
        const model = { id, name: name ?? id, deprecated: deprecated === true }
        return [id, model] as const
      }),
    )
    for (const [id, { name, deprecated }] of fetched?.get(kind) ?? [])
      models.set(id, { id, name, deprecated })
    return { kind, name: found.name, models: [...models.values()] }
  })
}

function entryOf(provider: string, upstreamModel: string, atMs: number): PackagedEntry | null {
  if (upstreamModel.length > NAME_LENGTH) return null
  const day = Math.floor(atMs / DAY_MS)
  if (day !== memoDay || memo.size >= MEMO_ENTRIES) {
    memo.clear()
    merged.clear()
  }
  memoDay = day
  const name = `${provider}/${upstreamModel}`
  const known = memo.get(name)
  if (known !== undefined) return known
  const entry = lookUp(provider, upstreamModel, new Date(atMs))
  memo.set(name, entry)
  return entry
}

interface Catalog {
  readonly calcPrice: typeof calcPrice
  readonly findProvider: typeof findProvider
}
let catalog: Catalog | null = null

/**
 * Loaded when first asked: reading the catalog takes 30 ms and 7 MB, which a configuration that declares its prices,
 * or has only local models, need not pay. The CommonJS build is the smaller one, and may be loaded synchronously.
 */
function loadCatalog(): Catalog {
  catalog ??= createRequire(import.meta.url)('@pydantic/genai-prices') as Catalog
  return catalog
}

function lookUp(providerId: string, upstreamModel: string, timestamp: Date): PackagedEntry | null {
  const found = loadCatalog().calcPrice({}, upstreamModel, { providerId, timestamp })
  if (found === null) return null
  const { id, context_window: window } = found.model
  return { id, price: priceOf(found.model_price), contextWindow: window ?? null }
}

/** `null` when nothing is priced by text tokens, as with speech models that cost by the hour. */
function priceOf(prices: ModelPrice): Price | null {
  if (prices['input_mtok'] === undefined && prices['output_mtok'] === undefined) return null
  const tiers = tierStarts(prices).map((above): PriceTier => ({ above, ...ratesAt(prices, above + 1) }))
  return { ...ratesAt(prices, 0), ...(tiers.length > 0 && { tiers }) }
}

function tierStarts(prices: ModelPrice): number[] {
  const tiers = Object.values(prices).flatMap((price) => (typeof price === 'object' ? price.tiers : []))
  return [...new Set(tiers.map((tier) => tier.start))].toSorted((a, b) => a - b)
}

function ratesAt(prices: ModelPrice, inputTokens: number): Price {
  const rate = (name: string) => rateAt(prices[name], inputTokens)
  const cacheWrite = rate('cache_write_mtok')
  return {
    input: rate('input_mtok') ?? 0,
    output: rate('output_mtok') ?? 0,
    cachedInput: rate('cache_read_mtok') ?? null,
    ...(cacheWrite !== undefined && { cacheWrite }),
  }
}

function rateAt(price: ModelPrice[string], inputTokens: number): number | undefined {
  if (typeof price !== 'object') return price
  const tiers = price.tiers.toSorted((a, b) => a.start - b.start)
  return tiers.findLast((tier) => inputTokens > tier.start)?.price ?? price.base
}
