import { setTimeout as pause } from 'node:timers/promises'
import { runCommand } from '../program.ts'
import { processTree } from './process-tree.ts'

const SAMPLE_MS = 200

/** Megabytes (2^20) that a process and its descendants hold in memory; pages they share count for each of them. */
async function residentMb(root: number): Promise<number> {
  pageBytes ??= Number(await runCommand('getconf', ['PAGESIZE']))
  return (processTree(root).reduce((sum, { pages }) => sum + pages, 0) * pageBytes) / 2 ** 20
}

let pageBytes: number | null = null

/** The most of it during so many seconds. */
export async function peakMb(root: number, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1000
  let peak = 0
  while (performance.now() < end) {
    peak = Math.max(peak, await residentMb(root))
    await pause(SAMPLE_MS)
  }
  return peak
}
