import type { ModelType } from '#api/resources'
import type { texts } from '#texts'

/** The tabs of the list, and the types of model that each one shows. */
export const MODEL_TABS = [
  { id: 'completion', types: ['chat'] },
  { id: 'reasoning', types: ['reasoning'] },
  { id: 'embedding', types: ['embeddings'] },
  { id: 'image', types: ['image'] },
  { id: 'audio', types: ['audio', 'transcription', 'tts'] },
  { id: 'moderation', types: ['moderation'] },
] as const satisfies readonly {
  readonly id: keyof typeof texts.models.tabs
  readonly types: readonly ModelType[]
}[]

export type ModelTab = (typeof MODEL_TABS)[number]['id']

export function tabOf(type: ModelType): ModelTab {
  return MODEL_TABS.find(({ types }) => (types as readonly ModelType[]).includes(type))?.id ?? 'completion'
}
