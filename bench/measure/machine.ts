import { availableParallelism, cpus, loadavg, release, totalmem, type as system } from 'node:os'

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGb: number
  readonly kernel: string
  readonly node: string
  /** Load average of the last minute before the run: others may be using the machine. */
  readonly loadBefore: number
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: `${system()} ${release()}`,
    node: process.version,
    loadBefore: loadavg()[0] ?? 0,
  }
}
