import type { CommandIo } from './command-io.ts'
import { EXIT, UsageError } from './command-io.ts'
import type { Option, Options, Values } from './option.ts'
import { flag } from './option.ts'
import { readArguments } from './read-arguments.ts'

/** How a command is called. */
export interface CommandUsage<Given extends Options> {
  /** `keys rotate`. */
  readonly words: string
  /** What it does, whole sentences. */
  readonly about: string
  readonly options: Given
}

interface Call {
  readonly args: readonly string[]
  readonly io: CommandIo
}

const HELP = { help: flag('this text') }

/**
 * Reads the arguments and does the work with them, or tells what is wrong on stderr. Returns the exit code: that of the
 * work, 1 where it throws, 2 where it throws a `UsageError` or the arguments cannot be understood.
 */
export async function runCommand<const Given extends Options>(
  usage: CommandUsage<Given>,
  { args, io }: Call,
  work: (values: Values<Given>) => Promise<number>,
): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout.write(helpOf(usage))
    return EXIT.done
  }
  try {
    return await work(readArguments(args, { ...usage.options, ...HELP }))
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (!(error instanceof UsageError)) {
      io.stderr.write(`${message}\n`)
      return EXIT.refused
    }
    const help = `"backstay ${usage.words} --help" explains it`
    io.stderr.write(`${message}\nusage: ${callOf(usage)}; ${help}\n`)
    return EXIT.wrongUsage
  }
}

/** `backstay explain --config FILE [options]`. */
function callOf({ words, options }: CommandUsage<Options>): string {
  const all = Object.entries(options)
  const places = all.filter(([, { kind }]) => kind === 'argument')
  const named = all.filter(([, { kind, required }]) => kind !== 'argument' && required)
  const parts = [...places, ...named].map(([name, option]) => nameOf(name, option))
  return ['backstay', words, ...parts, '[options]'].join(' ')
}

function helpOf(usage: CommandUsage<Options>): string {
  const lines = Object.entries({ ...usage.options, ...HELP }).map(
    ([name, option]) => [nameOf(name, option), option.about] as const,
  )
  const width = Math.max(...lines.map(([name]) => name.length))
  const told = lines.map(([name, about]) => `  ${name.padEnd(width)}  ${about}`)
  return [`usage: ${callOf(usage)}`, '', usage.about, '', ...told, ''].join('\n')
}

function nameOf(name: string, { kind, placeholder }: Option<unknown>): string {
  if (kind === 'argument') return placeholder
  return kind === 'flag' ? `--${name}` : `--${name} ${placeholder}`
}
