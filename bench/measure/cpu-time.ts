import { processTree } from './process-tree.ts'

// USER_HZ, which Linux fixes at 100 for what /proc shows.
const TICK_SECONDS = 0.01

/** Seconds of CPU used so far by a process with all its threads, and by its descendants. */
export function cpuSeconds(root: number): number {
  return processTree(root).reduce((sum, { ticks }) => sum + ticks, 0) * TICK_SECONDS
}
