import type { catalogModelSchema } from '@backstay/contract/admin'
import type { z } from 'zod'
import type { CatalogProvider } from '#snapshot/catalog'
import { catalogEntry, catalogProviders, fetchedInForce } from '#snapshot/catalog'

export type CatalogModel = z.output<typeof catalogModelSchema>

/** The catalog has no types: names tell. The first that fits counts. */
const TYPES: readonly (readonly [RegExp, CatalogModel['type']])[] = [
  [/embed|^voyage|e5-|bge-/i, 'embeddings'],
  [/moderation|guard/i, 'moderation'],
  [/tts|speech/i, 'tts'],
  [/whisper|transcri/i, 'transcription'],
  [/dall-?e|image|imagen|flux|stable-diffusion|sdxl/i, 'image'],
  [/audio|realtime|voice/i, 'audio'],
  [/(^|\/|-)o[1-9](-|$)|reason|thinking|deepseek-r|qwq|magistral/i, 'reasoning'],
]

let known: readonly CatalogModel[] | null = null
/** What was fetched when they were put together. */
let knownWith: ReturnType<typeof fetchedInForce> = null

/**
 * Models that are known beforehand: first those whose abilities are known, which are those of today, by provider, those for
 * chat before the others, and the highest number first. Prices are those of the day they were first asked for.
 */
export function catalogModels(): readonly CatalogModel[] {
  if (knownWith !== fetchedInForce()) known = null
  knownWith = fetchedInForce()
  known ??= catalogProviders()
    .flatMap((provider, place) => modelsOf(provider).map((model) => ({ model, place })))
    .toSorted(
      (one, other) =>
        rank(one.model) - rank(other.model) ||
        one.place - other.place ||
        typePlace(one.model) - typePlace(other.model) ||
        NUMBERS.compare(other.model.model, one.model.model),
    )
    .map(({ model }) => model)
  return known
}

/** What most look for; all other types come behind these. */
const FIRST_TYPES: readonly CatalogModel['type'][] = ['chat', 'reasoning']

const NUMBERS = new Intl.Collator('en', { numeric: true })

function typePlace({ type }: CatalogModel): number {
  const place = FIRST_TYPES.indexOf(type)
  return place === -1 ? FIRST_TYPES.length : place
}

function rank({ deprecated, capabilities }: CatalogModel): number {
  if (deprecated) return 2
  return capabilities === null ? 1 : 0
}

function modelsOf({ kind, name: provider, models }: CatalogProvider): CatalogModel[] {
  return models.map(({ id, name, deprecated }): CatalogModel => {
    const entry = catalogEntry(kind, id)
    const price = entry?.price ?? null
    const capabilities = entry?.capabilities ?? null
    return {
      id: `${kind}/${id}`,
      model: id,
      name,
      provider,
      kind,
      type: TYPES.find(([pattern]) => pattern.test(id))?.[1] ?? 'chat',
      contextWindow: entry?.contextWindow ?? null,
      price:
        price === null
          ? null
          : { input: price.input, output: price.output, cachedInput: price.cachedInput ?? null },
      capabilities: capabilities === null ? null : [...capabilities],
      deprecated,
    }
  })
}
