import { OPENAI_ERRORS } from '../openai-errors.ts'
import type { ProviderKind } from '../provider.ts'

/** DeepSeek: https://api-docs.deepseek.com/quick_start/error_codes. Sends 200 early, then keep-alives while a request waits. */
export const deepseek = {
  id: 'deepseek',
  baseUrl: 'https://api.deepseek.com/v1',
  vendor: 'other',
  endpoints: [
    { dialect: 'openai-chat', path: '/chat/completions' },
    { dialect: 'openai-completions', path: '/completions' },
  ],
  authentication: { header: 'authorization', prefix: 'Bearer ' },
  errors: [
    ...OPENAI_ERRORS,
    { status: [400], message: /maximum context length is/i, class: 'context_length' },
  ],
  limitHeaders: null,
  quirks: { rejectsStreamOptions: false, prefill: { style: 'prefix', trailingSpace: 'keep' } },
} as const satisfies ProviderKind
