import { plainCodec } from './plain-codec.ts'

/** OpenAI's endpoints beside chat, which many providers copy. */
export const openaiEmbeddings = plainCodec({
  id: 'openai-embeddings',
  modelType: 'embeddings',
  input: 'input',
  output: 'data',
  streams: false,
})
export const openaiImages = plainCodec({
  id: 'openai-images',
  modelType: 'image',
  input: 'prompt',
  output: 'data',
  streams: false,
})
export const openaiSpeech = plainCodec({
  id: 'openai-speech',
  modelType: 'tts',
  input: 'input',
  output: null,
  streams: false,
})
export const openaiModerations = plainCodec({
  id: 'openai-moderations',
  modelType: 'moderation',
  input: 'input',
  output: 'results',
  streams: false,
})
export const openaiCompletions = plainCodec({
  id: 'openai-completions',
  modelType: 'chat',
  input: 'prompt',
  output: 'choices',
  streams: true,
})

export const PLAIN_CODECS = [
  openaiEmbeddings,
  openaiImages,
  openaiSpeech,
  openaiModerations,
  openaiCompletions,
] as const
