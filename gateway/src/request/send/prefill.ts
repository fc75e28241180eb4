import type { Prefill } from '#domain/continuation'
import type { Deployment } from '#domain/deployment'
import type { Dialect } from '#domain/request'
import { providerKind } from './providers/index.ts'

/**
 * How a deployment is given the beginning of an answer to go on from: what the file says of it, else what is known of
 * its kind of provider and its model. `null` where a beginning would be refused, ignored, or nobody knows.
 *
 * @param dialect - That of the client: ways that set a member of the request are those of chat completions, which must not be translated.
 */
export function prefillOf(
  { prefill: declared, provider, upstreamModel }: Deployment,
  dialect: Dialect,
): Prefill | null {
  const kind = providerKind(provider.kind)
  const known = kind?.quirks.prefill ?? null
  if (declared === false || (declared === null && known?.refusedBy?.test(upstreamModel) === true)) return null
  const own = known?.style ?? (declared === true ? 'plain' : null)
  const style = typeof declared === 'string' ? declared : own
  const plainOnly =
    dialect !== 'openai-chat' || kind?.endpoints.some((one) => one.dialect === dialect) !== true
  if (style === null || (style !== 'plain' && plainOnly)) return null
  return { style, trailingSpace: known?.trailingSpace ?? 'keep' }
}
