import type { ConfigFile } from '@backstay/contract'
import type { Configuration } from '#domain/configuration'
import type { Declared } from './merge-config.ts'
import type { StoredEntry } from './stored-entry.ts'

/** The configuration of one organisation, and what it was made of. */
export interface InForce {
  readonly organisation: string
  readonly declared: Declared
  /** Secrets are references. */
  readonly entries: readonly StoredEntry[]
  /** Of the newest change that it holds; 0: the store has none. */
  readonly number: number
  /** File and store together; holds secrets. */
  readonly file: ConfigFile
  readonly configuration: Configuration
}
