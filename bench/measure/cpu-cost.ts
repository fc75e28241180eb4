import { setTimeout as pause } from 'node:timers/promises'
import { type Load, type LoadResult, runWrk } from '../load/wrk.ts'
import type { Target } from '../target.ts'
import { cpuSeconds } from './cpu-time.ts'

// Long enough for records still queued to be written, so that their cost is counted too.
const SETTLE_MS = 400

export interface CpuCost extends LoadResult {
  /** CPU of all processes of the target during the load. */
  readonly microseconds: number
}

/** What a full load costs the target; throws when any request failed. */
export async function cpuCost(
  target: Target,
  load: Load,
  run: { seconds: number; folder: string },
): Promise<CpuCost> {
  if (target.pid === null) throw new Error(`${target.name} has no process of its own`)
  const before = cpuSeconds(target.pid)
  const result = await runWrk(target, load, run)
  await pause(SETTLE_MS)
  const used = cpuSeconds(target.pid) - before
  const { requests, errors } = result
  if (errors > 0 || requests === 0) {
    throw new Error(
      `${target.name}: ${errors} of ${requests} requests failed (${load.kind}, ${load.bytes} bytes)`,
    )
  }
  return { ...result, microseconds: used * 1e6 }
}

/** The same per request, in microseconds. */
export async function cpuPerRequest(
  target: Target,
  load: Load,
  run: { seconds: number; folder: string },
): Promise<number> {
  const { microseconds, requests } = await cpuCost(target, load, run)
  return microseconds / requests
}
