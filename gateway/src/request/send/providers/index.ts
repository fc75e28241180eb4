import type { ProviderKind } from '../provider.ts'
import { anthropic } from './anthropic.ts'
import { google } from './google.ts'
import { bedrock } from './bedrock.ts'
import { azureOpenai } from './azure-openai.ts'
import { cohere } from './cohere.ts'
import { deepseek } from './deepseek.ts'
import { fireworks } from './fireworks.ts'
import { groq } from './groq.ts'
import { mistral } from './mistral.ts'
import { ollama } from './ollama.ts'
import { openrouter } from './openrouter.ts'
import { perplexity } from './perplexity.ts'
import { together } from './together.ts'
import { vertex } from './vertex.ts'
import { vllm } from './vllm.ts'
import { xai } from './xai.ts'
import { openaiCompatible } from './openai-compatible.ts'
import { openai } from './openai.ts'

/** Every kind of provider that can be configured. */
export const PROVIDER_KINDS = [
  openai,
  openaiCompatible,
  anthropic,
  google,
  azureOpenai,
  bedrock,
  cohere,
  deepseek,
  fireworks,
  groq,
  mistral,
  ollama,
  openrouter,
  perplexity,
  together,
  vertex,
  vllm,
  xai,
] as const satisfies readonly ProviderKind[]

const BY_ID: ReadonlyMap<string, ProviderKind> = new Map(PROVIDER_KINDS.map((kind) => [kind.id, kind]))

/** `null` for a kind nobody has written yet. */
export function providerKind(id: string): ProviderKind | null {
  return BY_ID.get(id) ?? null
}
