import { formatProblems } from '#snapshot/format-problems'
import type { ValidConfig } from '#snapshot/load-config'
import { loadConfig } from '#snapshot/load-config'
import type { CommandIo } from './command-io.ts'

/**
 * The configuration at a path.
 *
 * @throws Error - when it cannot be used; one line per problem.
 */
export async function usableConfig(path: string, env: CommandIo['env']): Promise<ValidConfig> {
  const loaded = await loadConfig(path, env)
  if (loaded.kind === 'valid') return loaded
  throw new Error(formatProblems(path, loaded.problems).join('\n'))
}
