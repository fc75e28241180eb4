import { join } from 'node:path'
import { freePort, startProgram } from './program.ts'

/** Two providers in one process: one always fails, the other always answers. */
export interface Switching {
  readonly failingPort: number
  readonly workingPort: number
  /** Milliseconds from the error answer of the one to the request at the other, one per request since last asked. */
  takeSwitches(): Promise<readonly number[]>
  stop(): Promise<void>
}

export async function startSwitching(): Promise<Switching> {
  const [failingPort, workingPort, reportPort] = [await freePort(), await freePort(), await freePort()]
  const program = await startProgram({
    command: process.execPath,
    args: [
      join(import.meta.dirname, 'switching-server.ts'),
      ...[failingPort, workingPort, reportPort].map(String),
    ],
    ready: (output) => output.includes('ready'),
  })
  return {
    failingPort,
    workingPort,
    takeSwitches: async () => {
      const response = await fetch(`http://127.0.0.1:${reportPort}/`, { signal: AbortSignal.timeout(10_000) })
      return (await response.json()) as number[]
    },
    stop: () => program.stop(),
  }
}
