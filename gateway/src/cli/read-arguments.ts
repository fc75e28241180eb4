import { parseArgs } from 'node:util'
import { closest } from '#snapshot/closest'
import { UsageError } from './command-io.ts'
import type { Options, Values } from './option.ts'

/**
 * Reads the arguments of a command.
 *
 * @throws UsageError - which of them cannot be understood, and what it takes.
 */
export function readArguments<Given extends Options>(args: readonly string[], options: Given): Values<Given> {
  const given = givenBy(args, options)
  const read = Object.entries(options).map(([name, option]) => {
    const told = option.kind === 'argument' ? option.placeholder : `--${name}`
    return [name, option.read(given.get(name), told)]
  })
  return Object.fromEntries(read) as Values<Given>
}

/** By name of the option. Node's own words for what is wrong are about its API. */
function givenBy(args: readonly string[], options: Options): ReadonlyMap<string, string> {
  const named = Object.entries(options).filter(([, { kind }]) => kind !== 'argument')
  const places = Object.keys(options).filter((name) => options[name]?.kind === 'argument')
  const types = named.map(([name, { kind }]) => [name, { type: kind === 'flag' ? 'boolean' : 'string' }])
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(types) as Record<string, { type: 'boolean' | 'string' }>,
    strict: false,
    tokens: true,
  })
  const given = new Map<string, string>()
  for (const token of tokens) {
    if (token.kind === 'positional') {
      const place = places.shift()
      if (place === undefined) throw new UsageError(`"${token.value}" is one argument too many.`)
      given.set(place, token.value)
    } else if (token.kind === 'option') {
      given.set(token.name, valueOf(token, options))
    }
  }
  return given
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

function valueOf({ name, rawName, value, inlineValue = false }: OptionToken, options: Options): string {
  const option = options[name]
  if (option === undefined || option.kind === 'argument') {
    const near = closest(name, Object.keys(options))
    throw new UsageError(`There is no option ${rawName}${near === null ? '' : `; did you mean --${near}?`}`)
  }
  if (option.kind === 'flag') {
    if (value === undefined) return ''
    throw new UsageError(`${rawName} takes no value.`)
  }
  // What looks like the next option is not meant as the value of this one.
  if (value === undefined || (!inlineValue && value.startsWith('--'))) {
    throw new UsageError(`${rawName} needs a value: ${rawName} ${option.placeholder}.`)
  }
  return value
}
