import type { Deployment } from '#domain/deployment'
import type { Asked, Demotion } from '#domain/health'
import type { LatencyPercentile } from '#domain/model'
import type { DeploymentState } from './deployment-state.ts'
import type { QualityScore } from './quality-score.ts'

/** What keeps a deployment that works from being the right place for this request. */
export function strainOf(
  state: DeploymentState,
  { asked, deployment }: { readonly asked: Asked; readonly deployment: Deployment },
  now: number,
): Demotion | null {
  const { latencyPercentile, quality } = asked.policy
  if (state.isReported) {
    const need = { input: asked.inputTokens, tokens: asked.reserveTokens(deployment) }
    const retryInMs = state.headroomInMs(need, now)
    if (retryInMs > 0) return { state: 'no_headroom', class: 'rate_limit', retryInMs }
  }
  const slow =
    latencyPercentile === null
      ? null
      : slowness(state, { limit: latencyPercentile, streamed: asked.streamed }, now)
  if (slow !== null || quality === null || quality.threshold === null) return slow
  return lowQuality(state.quality, quality.threshold, now)
}

function lowQuality(quality: QualityScore | null, threshold: number, now: number): Demotion | null {
  const score = quality?.value(now) ?? null
  if (quality === null || score === null || score >= threshold) return null
  return { state: 'low_quality', class: 'quality', retryInMs: quality.restMs(now) }
}

interface Slow {
  readonly limit: LatencyPercentile
  readonly streamed: boolean
}

/** The percentile decides, until so many samples in a row were in time that the older ones need not be waited out. */
function slowness(state: DeploymentState, { limit, streamed }: Slow, now: number): Demotion | null {
  const window = state.commits(streamed)
  const ms = window?.percentile(limit.share, now) ?? null
  if (window === null || ms === null || ms <= limit.thresholdMs) return null
  return window.latestWithin(limit.thresholdMs) ? null : { state: 'slow', class: 'latency', retryInMs: 0 }
}
