import type { Deployment } from '#domain/deployment'
import type { HealthView } from '#domain/health'
import type { RequestBody } from '#domain/request'

/**
 * Tokens of input to expect at a deployment: the estimate, corrected by what its provider has reported of earlier ones; or
 * what was counted.
 */
export function expectedInput(
  body: RequestBody,
  health: HealthView,
  deployment: Deployment | undefined,
): number {
  const { estimatedInputTokens: tokens } = body
  if (body.counted === true || deployment === undefined) return tokens
  const factor = health.inputFactor(deployment)
  return factor === 1 ? tokens : Math.ceil(tokens * factor)
}
