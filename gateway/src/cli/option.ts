import { UsageError } from './command-io.ts'
import { parseTime } from './parse-time.ts'

/** What a command can be given: an argument by its place, an option with a value, or a flag. */
export interface Option<Value> {
  readonly kind: 'argument' | 'value' | 'flag'
  /** What stands for the value in the help: `FILE`. */
  readonly placeholder: string
  readonly about: string
  readonly required: boolean
  /** What was given, `undefined`: nothing was; `name` as in the help. @throws UsageError */
  readonly read: (given: string | undefined, name: string) => Value
}

/** The options of a command by their names. */
export type Options = Readonly<Record<string, Option<unknown>>>

/** What was given for each of them. */
export type Values<Given extends Options> = {
  readonly [Name in keyof Given]: Given[Name] extends Option<infer Value> ? Value : never
}

/** Is given or not: `--json`. */
export function flag(about: string): Option<boolean> {
  return { kind: 'flag', placeholder: '', about, required: false, read: (given) => given !== undefined }
}

/** Any text: `--config FILE`. */
export function text(placeholder: string, about: string): Option<string | undefined> {
  return value(placeholder, about, (given) => given)
}

/** One of a few words: `--format csv`. */
export function oneOf<const Word extends string>(
  words: readonly Word[],
  about: string,
): Option<Word | undefined> {
  return value(words.join('|'), about, (given, name) => {
    const found = words.find((word) => word === given)
    if (found !== undefined) return found
    throw new UsageError(`${name} takes ${words.join(' or ')}, not "${given}".`)
  })
}

/** A whole number within limits: `--port 8080`. */
export function wholeNumber(
  { least, most }: { readonly least: number; readonly most: number },
  about: string,
  placeholder = 'N',
): Option<number | undefined> {
  return value(placeholder, about, (given, name) => {
    const number = Number(given)
    if (/^\d+$/u.test(given) && number >= least && number <= most) return number
    const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`
    throw new UsageError(`${name} takes a whole number ${range}, not "${given}".`)
  })
}

/** A moment, in milliseconds since the Unix epoch: `--from 2026-11-20`. */
export function moment(about: string): Option<number | undefined> {
  return value('TIME', about, (given, name) => {
    const time = parseTime(given)
    if (time !== null) return time
    throw new UsageError(
      `${name} takes a time in ISO 8601, such as 2026-11-20 or 2026-11-20T08:30:00Z, not "${given}".`,
    )
  })
}

/** An address of the web: `--url https://console.example.com`. */
export function httpUrl(about: string): Option<URL | undefined> {
  return value('URL', about, readHttpUrl)
}

/** @throws UsageError - when the text that `name` was given is not the URL of a web server. */
export function readHttpUrl(given: string, name: string): URL {
  const url = URL.canParse(given) ? new URL(given) : null
  if (url !== null && /^https?:$/u.test(url.protocol)) return url
  throw new UsageError(`${name} takes an http:// or https:// URL, not "${given}".`)
}

/** The command cannot do without it. */
export function required<Value>(option: Option<Value>): Option<Exclude<Value, undefined>> {
  return {
    ...option,
    required: true,
    read: (given, name) => {
      const read = option.read(given, name)
      if (read !== undefined) return read as Exclude<Value, undefined>
      throw new UsageError(`${option.kind === 'argument' ? '' : `${name} `}${option.placeholder} is missing.`)
    },
  }
}

/** What is given by its place: `keys revoke NAME`. */
export function argument(placeholder: string, about: string): Option<string | undefined> {
  return { ...text(placeholder, about), kind: 'argument' }
}

function value<Value>(
  placeholder: string,
  about: string,
  read: (given: string, name: string) => Value,
): Option<Value | undefined> {
  return {
    kind: 'value',
    placeholder,
    about,
    required: false,
    read: (given, name) => (given === undefined ? undefined : read(given, name)),
  }
}
