import type { ProviderKind } from '../provider.ts'
import { anthropic } from './anthropic.ts'
import { google } from './google.ts'
import { openaiCompatible } from './openai-compatible.ts'
import { openai } from './openai.ts'

/** Every kind of provider that can be configured. */
export const PROVIDER_KINDS = [
  openai,
  openaiCompatible,
  anthropic,
  google,
] as const satisfies readonly ProviderKind[]

const BY_ID: ReadonlyMap<string, ProviderKind> = new Map(PROVIDER_KINDS.map((kind) => [kind.id, kind]))

/** `null` for a kind nobody has written yet. */
export function providerKind(id: string): ProviderKind | null {
  return BY_ID.get(id) ?? null
}
