import { readFileSync } from 'node:fs'
import type { ConfigFileInput } from '@backstay/contract'
import type { Configuration } from '#domain/configuration'
import { formatProblem } from '#snapshot/format-problems'
import { evaluateConfig } from '#snapshot/load-config'
import { filePlaceholders } from '#snapshot/placeholder'

/** Where `${VAR}` comes from. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Checks and compiles a configuration: the text of a file, or what would stand in it. `${file:PATH}` is relative to the
 * working directory. Throws if it is not valid, with a line for each problem.
 */
export function configurationOf(
  config: ConfigFileInput | string,
  env: Environment = process.env,
): Configuration {
  const text = typeof config === 'string' ? config : JSON.stringify(config, null, 2)
  const files = new Map(filePlaceholders(text).map((path) => [path, readNamed(path)]))
  const loaded = evaluateConfig({ text, files, fingerprint: '' }, env)
  if (loaded.kind === 'valid') return loaded.configuration
  throw new Error(`The configuration is not valid:\n${loaded.problems.map(formatProblem).join('\n')}`)
}

function readNamed(path: string): string | NodeJS.ErrnoException {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    return error as NodeJS.ErrnoException
  }
}
