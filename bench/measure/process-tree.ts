import { readFileSync, readdirSync } from 'node:fs'

/** What /proc tells of one process. */
export interface ProcessStat {
  readonly pid: number
  readonly parent: number
  /** CPU of its own threads, and of children that have ended, in ticks. */
  readonly ticks: number
  /** Resident memory in pages. */
  readonly pages: number
}

/** A process and all its descendants as they are now; without those that have ended. */
export function processTree(root: number): ProcessStat[] {
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
  return all.filter(({ pid }) => members.has(pid))
}

function readStat(name: string): ProcessStat | undefined {
  if (!/^\d+$/.test(name)) return undefined
  try {
    const text = readFileSync(`/proc/${name}/stat`, 'utf8')
    // The second field is the program's name in parentheses, which may itself hold spaces and parentheses.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const field = (number: number): number => Number(fields[number - 3])
    const ticks = field(14) + field(15) + field(16) + field(17)
    return { pid: Number(name), parent: field(4), ticks, pages: field(24) }
  } catch {
    // It ended between being listed and being read.
    return undefined
  }
}
