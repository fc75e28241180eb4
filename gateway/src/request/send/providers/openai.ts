import { OPENAI_ERRORS } from '../openai-errors.ts'
import type { ProviderKind } from '../provider.ts'

export const openai = {
  id: 'openai',
  baseUrl: 'https://api.openai.com/v1',
  chatPath: '/chat/completions',
  authentication: { header: 'authorization', prefix: 'Bearer ' },
  errors: OPENAI_ERRORS,
  quirks: { rejectsStreamOptions: false },
} as const satisfies ProviderKind
