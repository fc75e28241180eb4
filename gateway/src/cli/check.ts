import { formatProblems, problemsAsJson } from '#snapshot/format-problems'
import type { ValidConfig } from '#snapshot/load-config'
import { loadConfig } from '#snapshot/load-config'
import type { CommandIo } from './command-io.ts'
import { EXIT, UsageError } from './command-io.ts'
import type { Values } from './option.ts'
import { argument, flag, text } from './option.ts'
import { runCommand } from './run-command.ts'

const USAGE = {
  words: 'check',
  about:
    'Says whether a configuration file can be used, and of everything that is wrong with it where it stands.',
  options: {
    file: argument('FILE', 'configuration'),
    config: text('FILE', 'the same'),
    json: flag('one JSON object instead of text'),
  },
}

/** `backstay check FILE`: 0 the file can be used, 1 it is refused, 2 wrong usage. */
export function runCheck(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(USAGE, { args, io }, async (values) => {
    const path = pathOf(values)
    const loaded = await loadConfig(path, io.env)
    const problems = loaded.kind === 'refused' ? loaded.problems : []
    if (values.json) {
      io.stdout.write(`${problemsAsJson({ problems, warnings: loaded.warnings })}\n`)
      return loaded.kind === 'valid' ? EXIT.done : EXIT.refused
    }
    for (const line of formatProblems(path, loaded.warnings)) io.stdout.write(`warning: ${line}\n`)
    for (const line of formatProblems(path, problems)) io.stderr.write(`${line}\n`)
    if (loaded.kind === 'valid') io.stdout.write(`${path}: valid (${partsOf(loaded)})\n`)
    else io.stderr.write(`${path}: refused, ${count(problems.length, 'problem')}\n`)
    return loaded.kind === 'valid' ? EXIT.done : EXIT.refused
  })
}

function pathOf({ file, config }: Values<typeof USAGE.options>): string {
  const path = file ?? config
  if (path === undefined) throw new UsageError('FILE is missing.')
  if (file !== undefined && config !== undefined) throw new UsageError('More than one file was given.')
  return path
}

function partsOf({ configuration: { models, chains, keys }, warnings }: ValidConfig): string {
  const parts = [count(models.size, 'model'), count(chains.size, 'chain'), count(keys.size, 'key')]
  return [...parts, ...(warnings.length > 0 ? [count(warnings.length, 'warning')] : [])].join(', ')
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
