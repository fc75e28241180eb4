import type { Configuration, VirtualKey } from '#domain/configuration'
import { explainedKey } from '../explain.ts'
import { UsageError } from './command-io.ts'

/**
 * The key of the file that a command is told to ask with; without a name one that may use everything.
 *
 * @throws UsageError - when there is none of this name.
 */
export function namedKey(configuration: Configuration, name: string | undefined): VirtualKey {
  const found = explainedKey(configuration, name)
  if (found !== null) return found
  const known = [...configuration.keys.values()].map((key) => key.name).join(', ')
  throw new UsageError(`There is no key "${name}"; there are: ${known === '' ? 'none' : known}.`)
}
