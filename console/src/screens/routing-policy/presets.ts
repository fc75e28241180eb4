import type { Model } from '#api/resources'
import type { texts } from '#texts'

/**
 * Lists that serve most, in the words of catalogs; each entry names the models that would do, the best first. After the
 * recommendations for general chat, code and cost of a known gateway.
 */
export const PRESETS = {
  general: [['claude-sonnet'], ['gemini', 'flash']],
  code: [['claude-sonnet'], ['deepseek']],
  thrifty: [['gpt-4o-mini'], ['gemini', 'flash'], ['deepseek']],
} as const satisfies Record<keyof typeof texts.routingPolicy.preset, readonly (readonly string[])[]>

export type Preset = keyof typeof PRESETS

/** The configured chat models that a preset means, and what of it nobody configured. */
export function fill(preset: Preset, models: readonly Model[]): { found: string[]; missing: string[] } {
  const found: string[] = []
  const missing: string[] = []
  for (const words of PRESETS[preset]) {
    const model = models.find(
      ({ name, aliases, type }) =>
        type === 'chat' &&
        [name, ...aliases].some((one) => words.every((word) => one.toLowerCase().includes(word))),
    )
    if (model === undefined) missing.push(words.join(' '))
    else found.push(model.name)
  }
  return { found, missing }
}
