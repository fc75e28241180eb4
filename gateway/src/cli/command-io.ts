import type { Writable } from 'node:stream'

/** Where a command reads from and writes to; the process itself unless a test looks on. */
export interface CommandIo {
  readonly stdout: Writable
  readonly stderr: Writable
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Exit codes of every command. */
export const EXIT = { done: 0, refused: 1, wrongUsage: 2 } as const

/** The command line cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
