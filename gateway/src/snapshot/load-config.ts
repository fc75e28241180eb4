import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { ConfigFile } from '@backstay/contract'
import type { Configuration } from '#domain/configuration'
import { compile } from './compile.ts'
import { putCatalogInForce } from './catalog.ts'
import type { FoundCatalog } from './catalog-file.ts'
import { catalogPath, findCatalog } from './catalog-file.ts'
import type { ConfigProblem } from './config-problem.ts'
import { fileTrouble } from './file-trouble.ts'
import { formatProblem } from './format-problems.ts'
import type { Declared } from './merge-config.ts'
import { filePlaceholders } from './placeholder.ts'
import { readConfig } from './read-config.ts'

/** A file as it stands on disk, with the files that it names. */
export interface ConfigText {
  readonly text: string
  /** By path as written: contents, or why there are none. */
  readonly files: ReadonlyMap<string, string | NodeJS.ErrnoException>
  /** Prices and abilities of models that were fetched; absent: what is in force stays. */
  readonly catalog?: FoundCatalog
  /** Changes with all of it. */
  readonly fingerprint: string
}

/** What came of reading, checking and compiling a file. */
export type LoadedConfig =
  | {
      readonly kind: 'valid'
      readonly configuration: Configuration
      /** The file itself, for what is no part of deciding requests: where to listen, where to store. */
      readonly file: ConfigFile
      /** What the store's entries are put behind. */
      readonly declared: Declared
      readonly warnings: readonly ConfigProblem[]
      readonly fingerprint: string
    }
  | {
      readonly kind: 'refused'
      readonly problems: readonly ConfigProblem[]
      readonly warnings: readonly ConfigProblem[]
      readonly fingerprint: string
    }

/** A file that may be put in force. */
export type ValidConfig = Extract<LoadedConfig, { readonly kind: 'valid' }>

type Environment = Readonly<Record<string, string | undefined>>

/** Reads, checks and compiles the file at a path. Never throws for what is in it, nor for its absence. */
export async function loadConfig(path: string, env: Environment): Promise<LoadedConfig> {
  return evaluateConfig(await readConfigText(path, env), env)
}

/** The text, or the problem that keeps it from being read. */
export async function readConfigText(path: string, env: Environment): Promise<ConfigText | ConfigProblem> {
  try {
    const text = await readFile(path, 'utf8')
    const hash = createHash('sha256').update(text)
    const files = new Map<string, string | NodeJS.ErrnoException>()
    for (const named of filePlaceholders(text)) {
      const content = await readFile(resolve(dirname(path), named), 'utf8').catch(
        (error: unknown) => error as Error,
      )
      files.set(named, content)
      hash.update(`\0${named}\0${String(content)}`)
    }
    const catalog = await findCatalog(catalogPath(path, env))
    hash.update(`\0${catalog.fingerprint}`)
    return { text, files, catalog, fingerprint: hash.digest('hex') }
  } catch (error) {
    return { path: '', line: 1, column: 1, message: fileTrouble(error) }
  }
}

/** Checks and compiles what was read. */
export function evaluateConfig(read: ConfigText | ConfigProblem, env: Environment): LoadedConfig {
  if (!('text' in read)) return { kind: 'refused', problems: [read], warnings: [], fingerprint: read.message }
  const { text, files, catalog, fingerprint } = read
  if (catalog !== undefined) putCatalogInForce(catalog.catalog)
  const result = readConfig(text, {
    env,
    readFile: (named) => {
      const content = files.get(named)
      if (typeof content === 'string') return content
      throw content ?? new Error('not read')
    },
  })
  if (result.kind === 'refused') return { ...result, fingerprint }
  const { file, version, given, written } = result
  const problem = catalog?.problem ?? null
  const warnings =
    problem === null
      ? result.warnings
      : [...result.warnings, { path: '', line: 1, column: 1, message: problem }]
  const configuration = compile({ file, version, warnings: warnings.map(formatProblem) })
  const declared = { file, given, written, version }
  return { kind: 'valid', configuration, file, declared, warnings, fingerprint }
}
