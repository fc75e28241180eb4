import { readFileSync } from 'node:fs'
import { DEFAULTS } from '@backstay/contract'
import { formatProblems } from '#snapshot/format-problems'
import { readConfig } from '#snapshot/read-config'

/** The options by which a command is told which store to work on. */
export interface StoreOptions {
  readonly store?: string | undefined
  readonly config?: string | undefined
}

/**
 * URL of the store: the one given, else the one of the configuration file given, else the default.
 *
 * @throws Error - when the file cannot be used; one line per problem.
 */
export function storeUrl({ store, config }: StoreOptions): string {
  if (store !== undefined) return store
  if (config === undefined) return DEFAULTS.store
  const read = readConfig(readText(config), {
    env: process.env,
    readFile: (path) => readFileSync(path, 'utf8'),
  })
  if (read.kind === 'valid') return read.file.store
  throw new Error(formatProblems(config, read.problems).join('\n'))
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw new Error(`The configuration file ${path} cannot be read (${code}).`, { cause: error })
  }
}
