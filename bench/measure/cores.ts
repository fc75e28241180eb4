import { readFileSync } from 'node:fs'
import { runCommand } from '../program.ts'
import { processTree } from './process-tree.ts'

/** Lists of processors as `taskset` reads them. */
export interface Cores {
  /** Where what is measured runs. */
  readonly measured: string
  /** Where the load, the providers and the bench itself run. */
  readonly others: string
  readonly all: string
}

/**
 * One core for what is measured, the rest for everything else: in production the clients and the providers of a
 * gateway are not in its caches either. `null`: there is but one core.
 */
export function divideCores(): Cores | null {
  const status = readFileSync('/proc/self/status', 'utf8')
  const allowed = numbersOf(/^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? '')
  const [first] = allowed
  if (first === undefined) return null
  const siblings = siblingsOf(first)
  const others = allowed.filter((cpu) => !siblings.includes(cpu))
  if (others.length === 0) return null
  return { measured: String(first), others: others.join(','), all: allowed.join(',') }
}

/** Moves a process and its descendants, with all their threads and whatever they start, to these processors. */
export async function moveTree(pid: number, processors: string): Promise<void> {
  for (const member of processTree(pid))
    await runCommand('taskset', ['--all-tasks', '--cpu-list', '--pid', processors, String(member.pid)])
}

/** The hardware threads that share a core with this one, itself included. */
function siblingsOf(cpu: number): number[] {
  try {
    const file = `/sys/devices/system/cpu/cpu${cpu}/topology/thread_siblings_list`
    return [cpu, ...numbersOf(readFileSync(file, 'utf8').trim())]
  } catch {
    // Not told, as in some containers.
    return [cpu]
  }
}

/** `0-2,5` as 0, 1, 2, 5. */
function numbersOf(list: string): number[] {
  return list.split(',').flatMap((part) => {
    const [from, to = from] = part.split('-').map(Number)
    if (from === undefined || to === undefined || Number.isNaN(from) || Number.isNaN(to)) return []
    return Array.from({ length: to - from + 1 }, (_, index) => from + index)
  })
}
