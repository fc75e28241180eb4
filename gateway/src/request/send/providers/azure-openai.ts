import { OPENAI_ERRORS } from '../openai-errors.ts'
import type { ProviderKind } from '../provider.ts'

/** Azure OpenAI; the base URL is the bare host of the resource. With an API version, models are called as deployments. */
export const azureOpenai = {
  id: 'azure-openai',
  baseUrl: null,
  vendor: 'openai',
  endpoints: [
    { dialect: 'openai-chat', path: '/openai/v1/chat/completions' },
    { dialect: 'openai-responses', path: '/openai/v1/responses' },
    { dialect: 'openai-embeddings', path: '/openai/v1/embeddings' },
    { dialect: 'openai-images', path: '/openai/v1/images/generations' },
    { dialect: 'openai-speech', path: '/openai/v1/audio/speech' },
    { dialect: 'openai-image-edits', path: '/openai/v1/images/edits' },
    { dialect: 'openai-transcriptions', path: '/openai/v1/audio/transcriptions' },
    { dialect: 'openai-translations', path: '/openai/v1/audio/translations' },
  ],
  authentication: { header: 'api-key', prefix: '' },
  versioned: [
    {
      dialect: 'openai-chat',
      path: '/openai/deployments/{model}/chat/completions?api-version={apiVersion}',
    },
    { dialect: 'openai-responses', path: '/openai/responses?api-version={apiVersion}' },
    { dialect: 'openai-embeddings', path: '/openai/deployments/{model}/embeddings?api-version={apiVersion}' },
    {
      dialect: 'openai-images',
      path: '/openai/deployments/{model}/images/generations?api-version={apiVersion}',
    },
    { dialect: 'openai-speech', path: '/openai/deployments/{model}/audio/speech?api-version={apiVersion}' },
    {
      dialect: 'openai-image-edits',
      path: '/openai/deployments/{model}/images/edits?api-version={apiVersion}',
    },
    {
      dialect: 'openai-transcriptions',
      path: '/openai/deployments/{model}/audio/transcriptions?api-version={apiVersion}',
    },
    {
      dialect: 'openai-translations',
      path: '/openai/deployments/{model}/audio/translations?api-version={apiVersion}',
    },
  ],
  errors: [
    { code: ['ResponsibleAIPolicyViolation'], class: 'content_filter' },
    { code: ['DeploymentNotFound'], class: 'model_unavailable' },
    // Everybody's capacity, not the caller's limit.
    { status: [429], message: /experiencing high demand/i, class: 'overloaded' },
    ...OPENAI_ERRORS,
  ],
  limitHeaders: 'openai',
  quirks: { rejectsStreamOptions: false, longWaitIsQuota: true, prefill: null },
} as const satisfies ProviderKind
