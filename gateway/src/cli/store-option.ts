import { DEFAULTS } from '@backstay/contract'
import { formatProblems } from '#snapshot/format-problems'
import { loadConfig } from '#snapshot/load-config'

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
export async function storeUrl({ store, config }: StoreOptions): Promise<string> {
  if (store !== undefined) return store
  if (config === undefined) return DEFAULTS.store
  const loaded = await loadConfig(config, process.env)
  if (loaded.kind === 'valid') return loaded.file.store
  throw new Error(formatProblems(config, loaded.problems).join('\n'))
}
