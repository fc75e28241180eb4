import type { catalogModelSchema } from '@backstay/contract/admin'
import type { z } from 'zod'
import { catalogEntry, catalogProviders } from '#snapshot/catalog'

export type CatalogModel = z.output<typeof catalogModelSchema>
type Capability = NonNullable<CatalogModel['capabilities']>[number]

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

/** What models of these names can do, where it is documented by their makers; others are not known. */
const CAPABILITIES: readonly (readonly [RegExp, readonly Capability[]])[] = [
  [/^gpt-(4o|4\.1|5)/i, ['tools', 'vision', 'json_schema']],
  [/^o[34]/i, ['tools', 'vision', 'json_schema', 'reasoning']],
  [/^o1(-20|$)/i, ['tools', 'vision', 'json_schema', 'reasoning']],
  [/^gpt-4-turbo/i, ['tools', 'vision']],
  [/^gpt-(3\.5-turbo|4($|-))/i, ['tools']],
  [/^claude-(3-7|opus-4|sonnet-4|haiku-4)/i, ['tools', 'vision', 'reasoning']],
  [/^claude-3/i, ['tools', 'vision']],
  [/^gemini-(2\.5|3)/i, ['tools', 'vision', 'audio', 'json_schema', 'reasoning']],
  [/^gemini-(1\.5|2\.0|flash|pro)/i, ['tools', 'vision', 'audio', 'json_schema']],
  [/^(mistral-(large|medium|small)|ministral)/i, ['tools', 'json_schema']],
  [/^deepseek-chat/i, ['tools']],
]

let known: readonly CatalogModel[] | null = null

/** Models that are known beforehand, by provider and name. Prices are those of the day they were first asked for. */
export function catalogModels(): readonly CatalogModel[] {
  known ??= catalogProviders().flatMap(({ kind, name: provider, models }) =>
    models.map(({ id, name, deprecated }): CatalogModel => {
      const entry = catalogEntry(kind, id)
      const price = entry?.price ?? null
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
        capabilities: capabilitiesOf(id),
        deprecated,
      }
    }),
  )
  return known
}

/** Aggregators write `author/model`. */
function capabilitiesOf(id: string): CatalogModel['capabilities'] {
  const name = id.slice(id.lastIndexOf('/') + 1)
  const found = CAPABILITIES.find(([pattern]) => pattern.test(name))
  return found === undefined ? null : [...found[1]]
}
