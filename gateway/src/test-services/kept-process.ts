import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'

/**
 * Ends with whoever started it, even if that one is killed: then its standard input ends. The words are the signal
 * that ends it, and the program with its arguments.
 */
const KEEPER = [
  'signal=$1; shift',
  // What runs in the background has no standard input of its own.
  'exec 3<&0',
  '"$@" </dev/null 3<&- & pid=$!',
  '(cat <&3 >/dev/null; kill -"$signal" $pid) 2>/dev/null &',
  'wait $pid',
].join('\n')
const ENDED_MS = 30_000

export interface KeptProcessOptions {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd: string
  /** Who it runs as; `null`: as ourselves. */
  readonly user: { readonly uid: number; readonly gid: number } | null
  /** The signal that ends it in order. */
  readonly signal: 'INT' | 'TERM'
}

/** A server of the tests. */
export class KeptProcess {
  readonly #child: ChildProcess
  readonly #ended: Promise<void>
  #output = ''
  #running = true

  constructor({ program, args, cwd, user, signal }: KeptProcessOptions) {
    this.#child = spawn('sh', ['-c', KEEPER, 'keeper', signal, program, ...args], {
      cwd,
      ...user,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const keep = (chunk: Buffer): void => {
      this.#output = (this.#output + chunk.toString()).slice(-4_000)
    }
    this.#child.stdout?.on('data', keep)
    this.#child.stderr?.on('data', keep)
    this.#child.stdin?.on('error', () => undefined)
    this.#ended = new Promise((resolve) => {
      const ended = (): void => {
        this.#running = false
        this.#child.stdin?.destroy()
        resolve()
      }
      this.#child.once('exit', ended)
      this.#child.once('error', ended)
    })
  }

  get running(): boolean {
    return this.#running
  }

  /** The end of what it has printed. */
  get output(): string {
    return this.#output
  }

  async stop(): Promise<void> {
    this.#child.stdin?.end()
    const limit = setTimeout(() => this.#child.kill('SIGKILL'), ENDED_MS)
    await this.#ended
    clearTimeout(limit)
  }
}
