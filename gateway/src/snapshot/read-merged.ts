import { createHash } from 'node:crypto'
import type { ConfigFile } from '@backstay/contract'
import { LineCounter } from 'yaml'
import type { Configuration } from '#domain/configuration'
import { compile } from './compile.ts'
import type { ConfigProblem } from './config-problem.ts'
import { formatProblem } from './format-problems.ts'
import type { Declared, MergedConfig } from './merge-config.ts'
import { mergeConfig } from './merge-config.ts'
import { namesInUse } from './names-in-use.ts'
import { outline } from './outline.ts'
import { ProblemReport } from './problem-report.ts'
import { reportNotYet } from './report-not-yet.ts'
import { reportUnpriced } from './report-unpriced.ts'
import { RULES } from './rules/index.ts'
import { checkShape } from './schema-problems.ts'
import type { StoredEntry } from './stored-entry.ts'

/** File and store together: valid, checked and compiled, or refused with everything that is wrong. */
export type ReadMerged =
  | {
      readonly kind: 'valid'
      readonly file: ConfigFile
      readonly configuration: Configuration
      readonly warnings: readonly ConfigProblem[]
    }
  | {
      readonly kind: 'refused'
      readonly problems: readonly ConfigProblem[]
      readonly places: MergedConfig['places']
    }

/** Checks by the same rules as the file alone. Paths are those of a file in which everything stood. */
export function readMerged(
  organisation: string,
  declared: Declared,
  entries: readonly StoredEntry[],
): ReadMerged {
  const { value, places } = mergeConfig(declared, entries)
  const tree = { value, offsets: new Map(), written: declared.written, faults: [] }
  const report = new ProblemReport(tree, new LineCounter())
  const file = checkShape(value, report)
  const overview = outline(value)
  const names = namesInUse(overview)
  for (const rule of RULES) rule(overview, names, report)
  reportNotYet(value, report)
  if (file !== null) reportUnpriced(file, report)
  const { errors, warnings } = report
  if (file === null || errors.length > 0) return { kind: 'refused', problems: errors, places }
  const version = versionOf(organisation, declared, entries)
  const sentences = warnings.map(formatProblem)
  return {
    kind: 'valid',
    file,
    configuration: compile({ file, version, warnings: sentences, organisation }),
    warnings,
  }
}

/** The same content has the same version, whichever gateway compiles it. */
function versionOf(organisation: string, { version }: Declared, entries: readonly StoredEntry[]): string {
  if (entries.length === 0) return version
  const content = entries.map(({ kind, name, body }) => JSON.stringify([kind, name, body])).toSorted()
  return createHash('sha256')
    .update(JSON.stringify([version, organisation, content]))
    .digest('hex')
    .slice(0, 16)
}
