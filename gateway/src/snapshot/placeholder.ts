import { fileTrouble } from './file-trouble.ts'

/** Where the values of `${…}` come from. */
export interface ConfigSources {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Contents of a file named by `${file:PATH}`, the path as written. Throws what the file system throws. */
  readonly readFile: (path: string) => string
}

export type Substituted =
  | { readonly kind: 'text'; readonly text: string; readonly changed: boolean }
  | { readonly kind: 'problem'; readonly message: string }

/** `$${` stands for a literal `${`. */
const PLACEHOLDER = /\$\$\{|\$\{([^}\n]*)\}|\$\{/g
const VARIABLE = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s

/** Puts values for `${VAR}`, `${VAR:-default}` and `${file:PATH}` into one scalar. */
export function substitute(scalar: string, sources: ConfigSources): Substituted {
  let problem: string | null = null
  const text = scalar.replace(PLACEHOLDER, (token: string, inside: string | undefined) => {
    if (token === '$${') return '${'
    const value = inside === undefined ? { problem: '"${" without "}"' } : valueOf(inside, sources)
    if (typeof value === 'string') return value
    problem ??= value.problem
    return token
  })
  return problem === null
    ? { kind: 'text', text, changed: text !== scalar }
    : { kind: 'problem', message: problem }
}

/** Paths of every `${file:PATH}` in the text of a file. */
export function filePlaceholders(text: string): readonly string[] {
  const paths = text.matchAll(/\$\{file:([^}\n]*)\}/g).map((match) => match[1] ?? '')
  return [...new Set(paths)]
}

function valueOf(inside: string, sources: ConfigSources): string | { readonly problem: string } {
  if (inside.startsWith('file:')) return contents(inside.slice('file:'.length), sources)
  const [, name, preset] = VARIABLE.exec(inside) ?? []
  if (name === undefined || preset?.includes('${') === true) {
    return { problem: `"\${${inside}}" is none of \${VAR}, \${VAR:-default} and \${file:PATH}` }
  }
  const value = sources.env[name]
  if (preset !== undefined) return value === undefined || value === '' ? preset : value
  return value ?? { problem: `the environment variable ${name} is not set` }
}

function contents(path: string, sources: ConfigSources): string | { readonly problem: string } {
  try {
    return sources.readFile(path).replace(/\r?\n$/, '')
  } catch (error) {
    return { problem: `the file ${path} cannot be read: ${fileTrouble(error)}` }
  }
}
