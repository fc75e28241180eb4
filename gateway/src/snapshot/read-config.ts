import { createHash } from 'node:crypto'
import type { ConfigFile } from '@backstay/contract'
import type { ConfigProblem } from './config-problem.ts'
import { namesInUse } from './names-in-use.ts'
import { outline } from './outline.ts'
import { parseYaml } from './parse-yaml.ts'
import type { ConfigSources, Substituted } from './placeholder.ts'
import { substitute } from './placeholder.ts'
import { ProblemReport } from './problem-report.ts'
import { reportNotYet } from './report-not-yet.ts'
import { reportUnpriced } from './report-unpriced.ts'
import { RULES } from './rules/index.ts'
import { checkShape } from './schema-problems.ts'
import { readTree } from './yaml-tree.ts'

/** A file that was read: valid and complete, or refused with everything that is wrong. */
export type ReadConfig =
  | {
      readonly kind: 'valid'
      readonly file: ConfigFile
      /** Hash of the text and of everything put into it; 16 hexadecimal digits. */
      readonly version: string
      /** As it is written, with values put in; without defaults. */
      readonly given: unknown
      /** Scalars with placeholders as they are written, by formatted path. */
      readonly written: ReadonlyMap<string, string>
      readonly warnings: readonly ConfigProblem[]
    }
  | {
      readonly kind: 'refused'
      /** By line. Never empty. */
      readonly problems: readonly ConfigProblem[]
      readonly warnings: readonly ConfigProblem[]
    }

/** Reads the text of a configuration file. Never throws: whatever the text, what is wrong with it is returned. */
export function readConfig(text: string, sources: ConfigSources): ReadConfig {
  const parsed = parseYaml(text)
  if (parsed.kind === 'refused') return { kind: 'refused', problems: parsed.problems, warnings: [] }

  const hash = createHash('sha256').update(text)
  const tree = readTree(parsed.document, (scalar): Substituted => {
    const result = substitute(scalar, sources)
    if (result.kind === 'text' && result.changed) hash.update(`\0${result.text}`)
    return result
  })
  const report = new ProblemReport(tree, parsed.lines)
  const file = checkShape(tree.value, report)
  const overview = outline(tree.value)
  const names = namesInUse(overview)
  for (const rule of RULES) rule(overview, names, report)
  reportNotYet(tree.value, report)
  if (file !== null) reportUnpriced(file, report)

  const { errors, warnings } = report
  if (file === null || errors.length > 0) return { kind: 'refused', problems: errors, warnings }
  const version = hash.digest('hex').slice(0, 16)
  return { kind: 'valid', file, version, given: tree.value, written: tree.written, warnings }
}
