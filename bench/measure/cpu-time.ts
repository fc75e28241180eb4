import { readFileSync, readdirSync } from 'node:fs'

// USER_HZ, which Linux fixes at 100 for what /proc shows.
const TICK_SECONDS = 0.01

interface ProcessStat {
  readonly pid: number
  readonly parent: number
  /** Its own threads, and children that have ended. */
  readonly ticks: number
}

/** Seconds of CPU used so far by a process with all its threads, and by its descendants. */
export function cpuSeconds(root: number): number {
  const all = readdirSync('/proc').flatMap((name) => readStat(name) ?? [])
  const members = new Set([root])
  let grew = true
  while (grew) {
    grew = false
    for (const { pid, parent } of all) {
      if (members.has(parent) && !members.has(pid)) {
        members.add(pid)
        grew = true
      }
    }
  }
  const ticks = all.filter(({ pid }) => members.has(pid)).reduce((sum, one) => sum + one.ticks, 0)
  return ticks * TICK_SECONDS
}

function readStat(name: string): ProcessStat | undefined {
  if (!/^\d+$/.test(name)) return undefined
  try {
    const text = readFileSync(`/proc/${name}/stat`, 'utf8')
    // The second field is the program's name in parentheses, which may itself hold spaces and parentheses.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const field = (number: number): number => Number(fields[number - 3])
    return { pid: Number(name), parent: field(4), ticks: field(14) + field(15) + field(16) + field(17) }
  } catch {
    // It ended between being listed and being read.
    return undefined
  }
}
