import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** A process of ours that runs in the background until it is stopped. */
export interface Program {
  readonly pid: number
  readonly child: ChildProcess
  /** What it wrote last, for messages. */
  output(): string
  stop(): Promise<void>
}

export interface ProgramStart {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Resolves true as soon as it serves. */
  readonly ready: (output: string) => boolean | Promise<boolean>
  /** How often that is asked, milliseconds; 50 unless given. */
  readonly pollMs?: number | undefined
}

const START_LIMIT_MS = 60_000
const POLL_MS = 50
/** No command takes longer, an installation included. */
const COMMAND_LIMIT_MS = 300_000
const STOP_LIMIT_MS = 5_000
const KEPT_OUTPUT = 20_000

const running = new Set<Program>()
const commands = new Set<ChildProcess>()

/** Starts a program and waits until it is ready; throws with its output when it ends or takes over a minute. */
export async function startProgram(start: ProgramStart): Promise<Program> {
  // Nothing of the caller's environment but the PATH: no key of his may reach a program under test.
  const env = { PATH: process.env['PATH'] ?? '', HOME: start.cwd ?? '/nonexistent', ...start.env }
  const child = spawn(start.command, start.args, { cwd: start.cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const collect = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-KEPT_OUTPUT)
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  await once(child, 'spawn')
  const program: Program = {
    pid: child.pid ?? 0,
    child,
    output: () => output,
    stop: async () => {
      running.delete(program)
      await stop(child)
    },
  }
  running.add(program)
  await untilReady(child, start, program)
  return program
}

async function untilReady(child: ChildProcess, start: ProgramStart, program: Program): Promise<void> {
  const limit = performance.now() + START_LIMIT_MS
  while (!(await start.ready(program.output()))) {
    const ended = child.exitCode !== null || child.signalCode !== null
    if (ended || performance.now() > limit) {
      await program.stop()
      const what = [start.command, ...start.args].join(' ')
      throw new Error(
        `${what} ${ended ? 'ended' : 'was not ready in time'}:\n${program.output().trim().slice(-2000)}`,
      )
    }
    await pause(start.pollMs ?? POLL_MS)
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const giveUp = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
  await ended
  clearTimeout(giveUp)
}

export async function stopAll(): Promise<void> {
  for (const child of commands) child.kill()
  await Promise.all([...running].map((program) => program.stop()))
}

/** Runs a command to its end and gives its standard output; throws with its output when it fails or takes over 5 min. */
export async function runCommand(command: string, args: readonly string[], cwd?: string): Promise<string> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  commands.add(child)
  const giveUp = setTimeout(() => child.kill('SIGKILL'), COMMAND_LIMIT_MS)
  child.once('close', () => {
    commands.delete(child)
    clearTimeout(giveUp)
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0)
    throw new Error(`${command} ${args.join(' ')} failed: ${(stderr || stdout).trim().slice(-2000)}`)
  return stdout
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

/** Does the URL answer with a status under 500. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
    await response.arrayBuffer()
    return response.status < 500
  } catch {
    return false
  }
}
