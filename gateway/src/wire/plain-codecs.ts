import { CompletionDecoder } from './completion-decoder.ts'
import { openaiChat } from './openai-chat/codec.ts'
import { plainCodec } from './plain-codec.ts'
import { transcriptEvents } from './transcript-events.ts'
import { TypedDecoder } from './typed-decoder.ts'

const PICTURES = {
  decoder: () => new TypedDecoder(/\.partial_image$/, /^image_\w+\.completed$/),
  missingEnd: '',
} as const

/** OpenAI's endpoints beside chat, which many providers copy. */
export const openaiEmbeddings = plainCodec({
  id: 'openai-embeddings',
  modelType: 'embeddings',
  inputs: ['input'],
  output: 'data',
  stream: null,
})
export const openaiImages = plainCodec({
  id: 'openai-images',
  modelType: 'image',
  inputs: ['prompt'],
  output: 'data',
  stream: PICTURES,
})
export const openaiImageEdits = plainCodec({
  id: 'openai-image-edits',
  modelType: 'image',
  inputs: ['image', 'images'],
  output: 'data',
  stream: PICTURES,
  forms: 'sometimes',
})
export const openaiImageVariations = plainCodec({
  id: 'openai-image-variations',
  modelType: 'image',
  inputs: ['image'],
  output: 'data',
  stream: null,
  forms: 'always',
})
export const openaiSpeech = plainCodec({
  id: 'openai-speech',
  modelType: 'tts',
  inputs: ['input'],
  output: null,
  stream: null,
  binary: 'always',
})
export const openaiTranscriptions = plainCodec({
  id: 'openai-transcriptions',
  modelType: 'transcription',
  inputs: ['file'],
  output: 'text',
  stream: {
    decoder: () => new TypedDecoder(/\.(?:delta|segment)$/, /^transcript\.text\.done$/),
    missingEnd: '',
    eventsOf: transcriptEvents,
  },
  forms: 'always',
  binary: 'unless_json',
})
export const openaiTranslations = plainCodec({
  id: 'openai-translations',
  modelType: 'transcription',
  inputs: ['file'],
  output: 'text',
  stream: null,
  forms: 'always',
  binary: 'unless_json',
})
export const openaiModerations = plainCodec({
  id: 'openai-moderations',
  modelType: 'moderation',
  inputs: ['input'],
  output: 'results',
  stream: null,
})
export const openaiCompletions = plainCodec({
  id: 'openai-completions',
  modelType: 'chat',
  inputs: ['prompt'],
  output: 'choices',
  stream: { decoder: () => new CompletionDecoder(), missingEnd: openaiChat.missingEnd },
})

export const PLAIN_CODECS = [
  openaiEmbeddings,
  openaiImages,
  openaiImageEdits,
  openaiImageVariations,
  openaiSpeech,
  openaiTranscriptions,
  openaiTranslations,
  openaiModerations,
  openaiCompletions,
] as const
