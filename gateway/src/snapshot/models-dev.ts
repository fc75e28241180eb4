import type { Capability } from '#domain/model'
import * as z from 'zod'
import type { CatalogFile, FetchedModel } from './fetched-catalog.ts'
import { catalogFileSchema } from './fetched-catalog.ts'

/** What models.dev calls the providers that we speak to. */
const PROVIDERS: Readonly<Record<string, readonly string[]>> = {
  'openai': ['openai'],
  'anthropic': ['anthropic'],
  'google': ['google'],
  'azure-openai': ['azure'],
  'bedrock': ['amazon-bedrock'],
  'vertex': ['google-vertex', 'google-vertex-anthropic'],
  'cohere': ['cohere'],
  'deepseek': ['deepseek'],
  'fireworks': ['fireworks-ai'],
  'groq': ['groq'],
  'mistral': ['mistral'],
  'openrouter': ['openrouter'],
  'perplexity': ['perplexity'],
  'together': ['togetherai'],
  'xai': ['xai'],
}

/** More than any provider has: what is beyond is not taken. */
const MOST_MODELS = 5_000
/** Where the rates of long requests begin, by the name of the member that has them. */
const LONG = { context_over_200k: 200_000 } as const

const rate = z.number().min(0).exactOptional()
const ratesSchema = z.looseObject({ input: rate, output: rate, cache_read: rate, cache_write: rate })
const count = z.number().min(0).nullable().exactOptional()

/** The members that we use. Others come and go. */
const modelSchema = z.looseObject({
  name: z.string().exactOptional(),
  attachment: z.boolean().exactOptional(),
  reasoning: z.boolean().exactOptional(),
  tool_call: z.boolean().exactOptional(),
  structured_output: z.boolean().exactOptional(),
  status: z.string().exactOptional(),
  modalities: z.looseObject({ input: z.array(z.string()).max(64).exactOptional() }).exactOptional(),
  cost: ratesSchema.extend({ context_over_200k: ratesSchema.exactOptional() }).exactOptional(),
  limit: z.looseObject({ context: count, output: count }).exactOptional(),
})
const providerSchema = z.looseObject({ models: z.record(z.string(), z.unknown()) })

/** What became of a document of models.dev. */
export interface ReadModelsDev {
  readonly file: CatalogFile
  readonly models: number
  /** Entries that are not as documented, and were left out. */
  readonly leftOut: number
}

/**
 * Takes what we use from the document of models.dev, which is believed nothing: entries that are not as documented are
 * left out. Throws where nothing is left.
 */
export function readModelsDev(
  document: unknown,
  { source, fetchedAt }: Pick<CatalogFile, 'source' | 'fetchedAt'>,
): ReadModelsDev {
  const providers = new Map(Object.entries(isRecord(document) ? document : {}))
  const models: Record<string, Record<string, FetchedModel>> = {}
  let taken = 0
  let leftOut = 0
  for (const [kind, names] of Object.entries(PROVIDERS)) {
    const own = new Map<string, FetchedModel>()
    for (const name of names) {
      const provider = providerSchema.safeParse(providers.get(name))
      if (!provider.success) continue
      for (const [id, entry] of Object.entries(provider.data.models).slice(0, MOST_MODELS)) {
        const model = readModel(id, entry)
        if (model === null) leftOut += 1
        else own.set(id, model)
      }
    }
    if (own.size > 0) models[kind] = Object.fromEntries(own)
    taken += own.size
  }
  if (taken === 0) throw new Error('there is no model of a known provider in it')
  return { file: { version: 1, source, fetchedAt, models }, models: taken, leftOut }
}

const ID = /^[\x21-\x7e]{1,200}$/
const ours = catalogFileSchema.shape.models.valueType.valueType

function readModel(id: string, entry: unknown): FetchedModel | null {
  const read = modelSchema.safeParse(entry)
  if (!read.success || !ID.test(id)) return null
  const { name, cost, limit, status } = read.data
  const model = ours.safeParse({
    name: (name ?? id).slice(0, 200),
    price: cost === undefined ? null : priceOf(cost),
    contextWindow: positive(limit?.context),
    maxOutputTokens: positive(limit?.output),
    capabilities: capabilitiesOf(read.data),
    deprecated: status === 'deprecated',
  })
  return model.success ? model.data : null
}

type Model = z.output<typeof modelSchema>

function priceOf(cost: NonNullable<Model['cost']>): FetchedModel['price'] {
  const base = ratesOf(cost)
  if (base === null) return null
  const tiers = Object.entries(LONG).flatMap(([member, above]) => {
    const long = cost[member as keyof typeof LONG]
    const own = long === undefined ? null : ratesOf(long)
    return own === null ? [] : [{ above, ...own }]
  })
  return { ...base, ...(tiers.length > 0 && { tiers }) }
}

function ratesOf({
  input,
  output,
  cache_read: cachedInput,
  cache_write: cacheWrite,
}: z.output<typeof ratesSchema>) {
  if (input === undefined && output === undefined) return null
  return {
    input: input ?? 0,
    output: output ?? 0,
    cachedInput: cachedInput ?? null,
    ...(cacheWrite !== undefined && { cacheWrite }),
  }
}

/** Where it does not say whether a model can make tool calls it says little of the others. */
function capabilitiesOf({ tool_call: tools, ...model }: Model): Capability[] | null {
  const input = model.modalities?.input
  if (tools === undefined || input === undefined) return null
  const can: readonly (readonly [Capability, boolean])[] = [
    ['tools', tools],
    ['vision', input.includes('image')],
    ['audio', input.includes('audio')],
    // Not said of many that can.
    ['json_schema', model.structured_output !== false],
    ['reasoning', model.reasoning !== false],
  ]
  return can.filter(([, able]) => able).map(([capability]) => capability)
}

function positive(tokens: number | null | undefined): number | null {
  return tokens === undefined || tokens === null || tokens < 1 ? null : Math.floor(tokens)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
