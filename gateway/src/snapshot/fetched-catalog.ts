import { CAPABILITIES } from '@backstay/contract'
import * as z from 'zod'

/** Nobody asks so much; a catalog that says so is broken. */
const MOST_USD = 100_000
const MOST_TOKENS = 1_000_000_000
const NAME_LENGTH = 256

const usd = z.number().min(0).max(MOST_USD)
const tokens = z.int().min(1).max(MOST_TOKENS)
const rates = { input: usd, output: usd, cachedInput: usd.nullable(), cacheWrite: usd.exactOptional() }

const fetchedModelSchema = z.strictObject({
  name: z.string().max(NAME_LENGTH),
  price: z
    .strictObject({
      ...rates,
      tiers: z
        .array(z.strictObject({ above: tokens, ...rates }))
        .max(8)
        .exactOptional(),
    })
    .nullable(),
  contextWindow: tokens.nullable(),
  maxOutputTokens: tokens.nullable(),
  capabilities: z.array(z.enum(CAPABILITIES)).nullable(),
  deprecated: z.boolean(),
})

/** The file that `backstay catalog update` writes. */
export const catalogFileSchema = z.strictObject({
  version: z.literal(1),
  source: z.string().max(2_048),
  fetchedAt: z.iso.datetime(),
  /** Kind of provider → what it calls the model. */
  models: z.record(z.string().max(NAME_LENGTH), z.record(z.string().max(NAME_LENGTH), fetchedModelSchema)),
})

export type CatalogFile = z.output<typeof catalogFileSchema>
/** What a fetched catalog knows of a model; `null` is what it does not say. */
export type FetchedModel = z.output<typeof fetchedModelSchema>

/** Kind of provider → name of a model → what is known of it. */
export type FetchedCatalog = ReadonlyMap<string, ReadonlyMap<string, FetchedModel>>

export function fetchedCatalog({ models }: CatalogFile): FetchedCatalog {
  return new Map(Object.entries(models).map(([kind, own]) => [kind, new Map(Object.entries(own))]))
}
