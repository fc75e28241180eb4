import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { poll } from './poll.ts'

const PROGRAM = join(import.meta.dirname, '../../gateway/bin/backstay.js')

/** The command as users run it, in a folder of its own. */
export interface Running extends AsyncDisposable {
  readonly folder: string
  readonly child: ChildProcess
  /** Everything on standard output so far. */
  readonly stdout: string
  readonly stderr: string
  /** Resolves with the exit code, or with the name of the signal that ended it. */
  readonly ended: Promise<number | string>
  /** The first match on standard output, once it is there. */
  said(pattern: RegExp): Promise<string>
  /** Writes a file of its folder in one step, as editors do. */
  write(name: string, text: string): Promise<void>
}

export interface ProcessOptions {
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
}

/** Starts `backstay ARGS`. */
export async function startProcess(args: readonly string[], options: ProcessOptions = {}): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'backstay-e2e-'))
  const write = async (name: string, text: string): Promise<void> => {
    await writeFile(join(folder, `${name}.new`), text)
    await rename(join(folder, `${name}.new`), join(folder, name))
  }
  for (const [name, text] of Object.entries(options.files ?? {})) await write(name, text)
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: folder,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const ended = new Promise<number | string>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })
  return {
    folder,
    child,
    get stdout() {
      return stdout
    },
    get stderr() {
      return stderr
    },
    ended,
    said: (pattern) =>
      poll(() => {
        const found = pattern.exec(stdout)
        if (found === null && child.exitCode !== null) throw new Error(`it ended: ${stdout}${stderr}`)
        return found?.[1] ?? found?.[0]
      }),
    write,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Runs a command to its end. */
export async function runProcess(
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<{ readonly code: number | string; readonly stdout: string; readonly stderr: string }> {
  await using running = await startProcess(args, options)
  const code = await running.ended
  return { code, stdout: running.stdout, stderr: running.stderr }
}
