import { readdir, readFile } from 'node:fs/promises'

/** A process at one moment. */
export interface Sample {
  /** Resident. */
  readonly memoryMb: number
  /** Open file descriptors, sockets among them. */
  readonly descriptors: number
  readonly threads: number
}

const KIB_PER_MB = 1_024

/** Read from /proc: it needs Linux. */
export async function sampleProcess(pid: number): Promise<Sample> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1])
  const descriptors = (await readdir(`/proc/${pid}/fd`)).length
  return { memoryMb: field('VmRSS') / KIB_PER_MB, descriptors, threads: field('Threads') }
}
