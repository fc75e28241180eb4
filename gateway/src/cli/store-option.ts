import { DEFAULTS } from '@backstay/contract'
import type { CommandIo } from './command-io.ts'
import { text } from './option.ts'
import { usableConfig } from './usable-config.ts'

/** The options by which a command is told which store to work on. */
export const STORE_OPTIONS = {
  config: text('FILE', `configuration that names the store; default: ${DEFAULTS.store}`),
  store: text('URL', 'the store itself: sqlite:PATH or postgres://…'),
}

interface StoreValues {
  readonly config: string | undefined
  readonly store: string | undefined
}

/**
 * URL of the store: the one given, else the one of the configuration file given, else the default.
 *
 * @throws Error - when the file cannot be used; one line per problem.
 */
export async function storeUrl({ store, config }: StoreValues, { env }: CommandIo): Promise<string> {
  if (store !== undefined) return store
  return config === undefined ? DEFAULTS.store : (await usableConfig(config, env)).file.store
}
