import type { Writable } from 'node:stream'

/** Where a command writes; the process itself unless a test looks on. */
export interface CommandIo {
  readonly stdout: Writable
  readonly stderr: Writable
}

/** Exit codes of every command. */
export const EXIT = { done: 0, refused: 1, wrongUsage: 2 } as const

/** The command line cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Tells what went wrong on stderr; returns the exit code. */
export function failed(error: unknown, usage: string, { stderr }: CommandIo): number {
  const message = error instanceof Error ? error.message : String(error)
  const wrong = error instanceof UsageError || isArgumentError(error)
  stderr.write(wrong ? `${message}\n\n${usage}` : `${message}\n`)
  return wrong ? EXIT.wrongUsage : EXIT.refused
}

/** Thrown by `parseArgs` of Node. */
function isArgumentError(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}
