import { OPENAI_ERRORS } from '../openai-errors.ts'
import type { ProviderKind } from '../provider.ts'

/** Ollama; the base URL is the bare host: https://docs.ollama.com/openai. */
export const ollama = {
  id: 'ollama',
  baseUrl: 'http://127.0.0.1:11434',
  vendor: 'other',
  endpoints: [
    { dialect: 'openai-chat', path: '/v1/chat/completions' },
    { dialect: 'openai-embeddings', path: '/v1/embeddings' },
    { dialect: 'openai-completions', path: '/v1/completions' },
  ],
  authentication: { header: 'authorization', prefix: 'Bearer ' },
  errors: [
    ...OPENAI_ERRORS,
    { status: [503], message: /server busy/i, class: 'overloaded' },
    {
      status: [400, 500],
      message: /exceeds? (the )?(available )?context (size|length)/i,
      class: 'context_length',
    },
  ],
  limitHeaders: null,
  quirks: { rejectsStreamOptions: false, prefill: null },
} as const satisfies ProviderKind
