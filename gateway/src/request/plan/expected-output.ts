import type { Deployment } from '#domain/deployment'
import type { HealthView } from '#domain/health'
import type { Accepted } from '#domain/request'

/** Tokens of output to expect: what the deployment's answers usually have, or the caller's own limit, if that is lower. */
export function expectedOutput({ body }: Accepted, health: HealthView, deployment: Deployment): number {
  const expected = health.expectedOutput(deployment)
  return body.maxOutputTokens === null ? expected : Math.min(body.maxOutputTokens, expected)
}
