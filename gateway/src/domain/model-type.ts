/** The kinds of model, as routing policies are keyed by them. */
export const MODEL_TYPES = [
  'chat',
  'reasoning',
  'image',
  'embeddings',
  'audio',
  'moderation',
  'transcription',
  'tts',
] as const

export type ModelType = (typeof MODEL_TYPES)[number]

/** Chat and reasoning models stand in for each other in lists, audio models for those that only hear or only speak. */
export function sameFamily(a: ModelType, b: ModelType): boolean {
  return a === b || FAMILIES.some((family) => family.includes(a) && family.includes(b))
}

const FAMILIES: readonly (readonly ModelType[])[] = [
  ['chat', 'reasoning'],
  ['audio', 'transcription'],
  ['audio', 'tts'],
]
