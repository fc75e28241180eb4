import type { LatencyPercentile } from '#domain/model'
import { ofClasses } from '#domain/trigger-set'
import type { Trigger, TriggerEntry } from '#run/trigger'
import { NO_CONDITIONS } from '#run/trigger'

/** Too slow. Without a limit of its own the ordinary time limits decide, and those end in `timeout`. */
export const latency = {
  id: 'latency',
  compile: (entry) =>
    entry.threshold_ms === undefined
      ? { ...NO_CONDITIONS, set: ofClasses('latency', 'timeout') }
      : {
          ...NO_CONDITIONS,
          set: ofClasses('latency'),
          latencyMs: entry.threshold_ms,
          latencyPercentile: percentileOf(entry.percentile, entry.threshold_ms),
        },
} as const satisfies Trigger

function percentileOf(percentile: TriggerEntry['percentile'], thresholdMs: number): LatencyPercentile | null {
  if (percentile === undefined) return null
  const percent = typeof percentile === 'number' ? percentile : Number(percentile.slice(1))
  return { share: percent / 100, thresholdMs }
}
