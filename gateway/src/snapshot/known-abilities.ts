import type { Capability } from '#domain/model'

const SEES: readonly Capability[] = ['tools', 'vision']
const FITS: readonly Capability[] = ['tools', 'vision', 'json_schema']
const THINKS: readonly Capability[] = ['tools', 'vision', 'json_schema', 'reasoning']

/**
 * What models of these names can do, by what their makers document; `null` where names of one family differ. What
 * is not listed is not known. The first pattern that fits counts.
 */
const ABILITIES: readonly (readonly [RegExp, readonly Capability[] | null])[] = [
  [/audio|realtime|search|image|transcri|tts|live|embed|moderation|instruct|preview-tools/, null],
  [/^gpt-5.*-chat/, null],
  [/^gpt-5/, THINKS],
  [/^gpt-4o-2024-05-13/, SEES],
  [/^gpt-4(o|\.1)/, FITS],
  [/^gpt-4-turbo/, SEES],
  [/^gpt-(3\.5-turbo|4($|-))/, ['tools']],
  [/^o1-(mini|preview)/, null],
  [/^o3-mini/, ['tools', 'json_schema', 'reasoning']],
  [/^o[134]($|-)/, THINKS],
  [/^claude-(opus|sonnet|haiku)-([5-9]|4-[1-9](?!\d))/, THINKS],
  [/^claude-(3-7|opus-4|sonnet-4|haiku-4)/, ['tools', 'vision', 'reasoning']],
  [/^claude-3/, SEES],
  [/^gemini-(2\.5|3)/, ['tools', 'vision', 'audio', 'json_schema', 'reasoning']],
  [/^gemini-(1\.5|2\.0)/, ['tools', 'vision', 'audio', 'json_schema']],
  [/^deepseek-(chat|reasoner)$/, ['tools', 'reasoning']],
]

/** Kinds of provider that serve models under their makers' names; elsewhere a name says nothing. */
const KINDS = new Set(['openai', 'anthropic', 'google', 'vertex', 'bedrock', 'openrouter', 'deepseek'])

/** What a provider's model is known to be able to do; `null`: not known, which counts as able. */
export function knownAbilities(kind: string, upstreamModel: string): readonly Capability[] | null {
  if (!KINDS.has(kind)) return null
  const name = upstreamModel
    .slice(upstreamModel.lastIndexOf('/') + 1)
    .replace(/^([a-z]+\.)?anthropic\./, '')
    .toLowerCase()
  return ABILITIES.find(([pattern]) => pattern.test(name))?.[1] ?? null
}
