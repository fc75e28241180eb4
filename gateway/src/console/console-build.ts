import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { access } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { contentHash } from './content-hash.ts'

/** How far the console is. */
export type ConsoleState =
  | { readonly kind: 'building' | 'built'; readonly folder: string }
  | { readonly kind: 'failed'; readonly problem: string }

const CONSOLE_FOLDER = fileURLToPath(new URL('../../../console/', import.meta.url))
/** The published package has it built, beside its code; here there is no such folder. */
const PACKED_FOLDER = fileURLToPath(new URL('../../console/', import.meta.url))
/** Requests to models come first. */
const NICENESS = 10
const PROBLEM_LENGTH = 2_000

/** Finds what was built of the console, or has it built by a process of its own: once per content, whoever asks. */
export class ConsoleBuild {
  readonly #folder: string
  #found: Promise<ConsoleState> | null = null
  #built: Promise<ConsoleState> | null = null
  #child: ChildProcess | null = null
  #closed = false

  constructor(folder = CONSOLE_FOLDER) {
    this.#folder = folder
  }

  /** How far it is now. Begins to build if it has to be; what failed is told once, and then tried again. */
  async look(): Promise<ConsoleState> {
    this.#found ??= this.#find()
    const found = await this.#found
    if (found.kind === 'building') void this.finished()
    else if (found.kind === 'failed') this.forget()
    return found
  }

  /** When there is nothing more to wait for. */
  async finished(): Promise<ConsoleState> {
    this.#found ??= this.#find()
    const found = await this.#found
    if (found.kind !== 'building' || this.#closed) return found
    this.#built ??= this.#build(found.folder).then((problem) => {
      const state: ConsoleState =
        problem === null ? { kind: 'built', folder: found.folder } : { kind: 'failed', problem }
      this.#found = Promise.resolve(state)
      return state
    })
    return this.#built
  }

  /** What was built is gone, or has to be built again. */
  forget(): void {
    this.#found = null
    this.#built = null
  }

  /** Ends the build, which the next gateway begins anew. */
  close(): void {
    this.#closed = true
    this.#child?.kill()
  }

  async #find(): Promise<ConsoleState> {
    try {
      if (await exists(join(PACKED_FOLDER, 'index.html'))) return { kind: 'built', folder: PACKED_FOLDER }
      const folder = join(this.#folder, 'dist', await contentHash(this.#folder))
      return { kind: (await exists(folder)) ? 'built' : 'building', folder }
    } catch (error) {
      return { kind: 'failed', problem: String(error) }
    }
  }

  /** What went wrong; `null`: it is there. */
  #build(folder: string): Promise<string | null> {
    const child = fork(join(this.#folder, 'build.ts'), [folder], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child = child
    if (child.pid !== undefined) lowerPriority(child.pid)
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-PROBLEM_LENGTH)
    })
    return new Promise((resolve) => {
      child.on('error', (error) => resolve(String(error)))
      child.on('close', (code) => resolve(code === 0 ? null : said.trim() || `the build ended with ${code}`))
    })
  }
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, NICENESS)
  } catch {
    // Not allowed everywhere, and nothing depends on it.
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
