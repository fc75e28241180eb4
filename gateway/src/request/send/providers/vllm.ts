import { OPENAI_ERRORS } from '../openai-errors.ts'
import type { ProviderKind } from '../provider.ts'

/** vLLM, the server of models: https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html. */
export const vllm = {
  id: 'vllm',
  baseUrl: null,
  vendor: 'other',
  endpoints: [
    { dialect: 'openai-chat', path: '/chat/completions' },
    { dialect: 'openai-embeddings', path: '/embeddings' },
    { dialect: 'openai-completions', path: '/completions' },
    { dialect: 'openai-transcriptions', path: '/audio/transcriptions' },
    { dialect: 'openai-translations', path: '/audio/translations' },
  ],
  authentication: { header: 'authorization', prefix: 'Bearer ' },
  errors: [
    ...OPENAI_ERRORS,
    { status: [400], param: ['input_tokens'], class: 'context_length' },
    {
      status: [400],
      message: /maximum context length is|context length is only/i,
      class: 'context_length',
    },
  ],
  limitHeaders: null,
  quirks: {
    rejectsStreamOptions: false,
    prefill: { style: 'continue_final_message', trailingSpace: 'keep' },
  },
} as const satisfies ProviderKind
