import type { ProviderKind } from '../provider.ts'
import { google } from './google.ts'

const PROJECT = '/v1/projects/{project}/locations/{location}'

/** Google's Vertex AI: Gemini, Claude, and other makers' models by its endpoint for clients of OpenAI. */
export const vertex = {
  ...google,
  id: 'vertex',
  baseUrl: 'https://{location}-aiplatform.googleapis.com',
  baseUrls: { global: 'https://aiplatform.googleapis.com' },
  cloud: 'google',
  endpoints: [
    {
      dialect: 'anthropic-messages',
      path: `${PROJECT}/publishers/anthropic/models/{model}:rawPredict`,
      streamPath: `${PROJECT}/publishers/anthropic/models/{model}:streamRawPredict`,
      models: /^claude-/,
      set: { anthropic_version: 'vertex-2023-10-16' },
      cut: ['model'],
    },
    { dialect: 'openai-chat', path: `${PROJECT}/endpoints/openapi/chat/completions`, models: /\// },
    {
      dialect: 'gemini',
      path: `${PROJECT}/publishers/google/models/{model}:generateContent`,
      streamPath: `${PROJECT}/publishers/google/models/{model}:streamGenerateContent?alt=sse`,
      models: /^(?!claude-)[^/]+$/,
    },
    {
      dialect: 'gemini-count',
      path: `${PROJECT}/publishers/google/models/{model}:countTokens`,
      models: /^(?!claude-)[^/]+$/,
    },
  ],
} as const satisfies ProviderKind
