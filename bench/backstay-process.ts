import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { builtProgram } from './built-package.ts'
import { answers, freePort, type Program, startProgram } from './program.ts'

/** A Backstay of its own, with its own file and store. */
export interface BackstayProcess extends Program {
  readonly port: number
}

export interface BackstayStart {
  readonly folder: string
  /** Names its files in the folder. */
  readonly name: string
  /** The configuration file, but for where it listens and where it stores. */
  readonly settings: object
  /** Asked again and again; `null`: it says that it listens, and its health page answers. */
  readonly ready?: (port: number) => Promise<boolean>
  /** Added to the command. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** How often. */
  readonly pollMs?: number
}

/** Starts Backstay as it is published and waits until it serves. */
export async function startBackstay(start: BackstayStart): Promise<BackstayProcess> {
  const { folder, name, settings } = start
  const port = await freePort()
  const file = join(folder, `${name}.yaml`)
  const own = { server: { host: '127.0.0.1', port }, store: `sqlite:${join(folder, `${name}.db`)}` }
  // JSON is YAML.
  await writeFile(file, JSON.stringify({ ...own, ...settings }))
  const ready = start.ready ?? (() => answers(`http://127.0.0.1:${port}/healthz`))
  const program = await startProgram({
    command: process.execPath,
    args: [await builtProgram(), 'serve', '--config', file, ...(start.args ?? [])],
    ...(start.env !== undefined && { env: start.env }),
    cwd: folder,
    pollMs: start.pollMs,
    ready: async (output) => output.includes('listening on') && ready(port),
  })
  return { ...program, port }
}
