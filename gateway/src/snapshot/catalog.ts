import { createRequire } from 'node:module'
import type { calcPrice, findProvider, ModelPrice } from '@pydantic/genai-prices'
import type { Price, PriceTier } from '#domain/price'

/** What the catalog knows of a model. */
export interface CatalogEntry {
  /** What the catalog calls it, whichever of its names was asked for. */
  readonly id: string
  readonly price: Price | null
  /** Tokens. */
  readonly contextWindow: number | null
}

/**
 * Kind of provider → its id in the catalog. Kinds that serve models under names of their operator's choosing are left
 * out on purpose: a local model called `gpt-4o` does not cost what OpenAI asks for one.
 */
const CATALOG_IDS: ReadonlyMap<string, string> = new Map([
  ['openai', 'openai'],
  ['anthropic', 'anthropic'],
  ['google', 'google'],
  ['azure-openai', 'azure'],
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

const memo = new Map<string, CatalogEntry | null>()
let memoDay = 0

/**
 * Price and context window of a provider's model; `null` when the catalog has no such kind or model.
 *
 * @param atMs - Milliseconds since the Unix epoch. Prices change by date, so that an answer holds for its UTC day.
 */
export function catalogEntry(kind: string, upstreamModel: string, atMs = Date.now()): CatalogEntry | null {
  const provider = CATALOG_IDS.get(kind)
  return provider === undefined ? null : entryOf(provider, upstreamModel, atMs)
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
    const models = found.models.map(({ id, name, deprecated }) => ({
      id,
      name: name ?? id,
      deprecated: deprecated === true,
    }))
    return { kind, name: found.name, models }
  })
}

function entryOf(provider: string, upstreamModel: string, atMs: number): CatalogEntry | null {
  if (upstreamModel.length > NAME_LENGTH) return null
  const day = Math.floor(atMs / DAY_MS)
  if (day !== memoDay || memo.size >= MEMO_ENTRIES) memo.clear()
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

function lookUp(providerId: string, upstreamModel: string, timestamp: Date): CatalogEntry | null {
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
