import { OPENAI_ERRORS } from '../openai-errors.ts'
import type { ProviderKind } from '../provider.ts'

export const openai = {
  id: 'openai',
  baseUrl: 'https://api.openai.com/v1',
  vendor: 'openai',
  endpoints: [
    { dialect: 'openai-chat', path: '/chat/completions' },
    { dialect: 'openai-responses', path: '/responses' },
    { dialect: 'openai-count', path: '/responses/input_tokens' },
    { dialect: 'openai-embeddings', path: '/embeddings' },
    { dialect: 'openai-images', path: '/images/generations' },
    { dialect: 'openai-image-edits', path: '/images/edits' },
    { dialect: 'openai-image-variations', path: '/images/variations' },
    { dialect: 'openai-speech', path: '/audio/speech' },
    { dialect: 'openai-transcriptions', path: '/audio/transcriptions' },
    { dialect: 'openai-translations', path: '/audio/translations' },
    { dialect: 'openai-moderations', path: '/moderations' },
    { dialect: 'openai-completions', path: '/completions' },
  ],
  authentication: { header: 'authorization', prefix: 'Bearer ' },
  errors: OPENAI_ERRORS,
  limitHeaders: 'openai',
  quirks: { rejectsStreamOptions: false, prefill: null },
} as const satisfies ProviderKind
