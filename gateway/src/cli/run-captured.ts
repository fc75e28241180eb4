import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { CommandIo } from './command-io.ts'

type Command = (args: readonly string[], io: CommandIo) => Promise<number>

/** For tests: runs a command, and returns what it has written. */
export async function runCaptured(
  command: Command,
  args: readonly string[],
  env: CommandIo['env'] = process.env,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const told = Promise.all([text(stdout), text(stderr)])
  const code = await command(args, { stdout, stderr, env })
  stdout.end()
  stderr.end()
  const [out, err] = await told
  return { code, out, err }
}
