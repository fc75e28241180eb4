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

/** Chat and reasoning models stand in for each other in lists; every other type only for itself. */
export function sameFamily(a: ModelType, b: ModelType): boolean {
  return family(a) === family(b)
}

function family(type: ModelType): ModelType {
  return type === 'reasoning' ? 'chat' : type
}
