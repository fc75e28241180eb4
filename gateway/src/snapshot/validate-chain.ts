import type { ConfigFile } from '@backstay/contract'
import { LineCounter, stringify } from 'yaml'
import type { ConfigProblem, Path } from './config-problem.ts'
import { formatPath, isWithin } from './config-problem.ts'
import { namesInUse } from './names-in-use.ts'
import { outline } from './outline.ts'
import { parseYaml } from './parse-yaml.ts'
import { ProblemReport } from './problem-report.ts'
import { reportNotYet } from './report-not-yet.ts'
import { valueAt } from './retype.ts'
import { RULES } from './rules/index.ts'
import { checkShape } from './schema-problems.ts'
import type { Offsets, YamlTree } from './yaml-tree.ts'
import { readTree } from './yaml-tree.ts'

/** A chain that may be saved, and what is wrong with it. */
export interface CheckedChain {
  /** Paths begin at the chain. Lines and columns are those of the text, if there is one. */
  readonly problems: readonly ConfigProblem[]
  readonly warnings: readonly ConfigProblem[]
  /** In the shape of the file, without defaults; `null`: not that far. */
  readonly chain: Readonly<Record<string, unknown>> | null
}

/** Checks one chain as YAML: alone, first of a list, or the first of `fallback.chains`. */
export function validateChainYaml(text: string, file: ConfigFile, replaces: string | null): CheckedChain {
  const parsed = parseYaml(text)
  if (parsed.kind === 'refused') return { problems: parsed.problems, warnings: [], chain: null }
  const tree = readTree(parsed.document, (scalar) => ({ kind: 'text', text: scalar, changed: false }))
  const place = placeOfChain(tree.value)
  return check({ tree, place, lines: parsed.lines }, file, replaces)
}

/** Checks one chain in the shape of the file. */
export function validateChain(chain: unknown, file: ConfigFile, replaces: string | null): CheckedChain {
  const tree = { value: chain, offsets: new Map<string, Offsets>(), written: new Map(), faults: [] }
  return check({ tree, place: [], lines: new LineCounter() }, file, replaces)
}

/** A chain, or several, as YAML for the file. */
export function chainAsYaml(chain: unknown): string {
  return stringify(chain, { lineWidth: 0 })
}

interface Source {
  readonly tree: YamlTree
  /** Where in the text the chain is. */
  readonly place: Path
  readonly lines: LineCounter
}

function check({ tree, place, lines }: Source, file: ConfigFile, replaces: string | null): CheckedChain {
  const chain = valueAt(tree.value, place)
  const others = file.fallback.chains.filter(({ name }) => name !== replaces)
  const at = formatPath(['fallback', 'chains', others.length])
  const moved = (path: string): string => `${at}${joined(path.slice(formatPath(place).length))}`
  const value = { ...file, fallback: { ...file.fallback, chains: [...others, chain] } }
  const report = new ProblemReport(
    {
      value,
      offsets: new Map([...tree.offsets].map(([path, offsets]) => [moved(path), offsets])),
      written: new Map(),
      faults: tree.faults.map(({ path, message }) => ({
        path: ['fallback', 'chains', others.length, ...path.slice(place.length)],
        message,
      })),
    },
    lines,
  )
  checkShape(value, report)
  const overview = outline(value)
  for (const rule of RULES) rule(overview, namesInUse(overview), report)
  reportNotYet(value, report)
  const own = (problems: readonly ConfigProblem[]): readonly ConfigProblem[] =>
    problems
      .filter(({ path }) => isWithin(path, at))
      .map((problem) => ({ ...problem, path: problem.path.slice(at.length).replace(/^\./, '') }))
  const isSection = typeof chain === 'object' && chain !== null && !Array.isArray(chain)
  return {
    problems: own(report.errors),
    warnings: own(report.warnings),
    chain: isSection ? (chain as Record<string, unknown>) : null,
  }
}

/** As part of a longer path. */
function joined(path: string): string {
  return path === '' || path.startsWith('[') || path.startsWith('.') ? path : `.${path}`
}

function placeOfChain(value: unknown): Path {
  if (Array.isArray(value)) return [0]
  if (Array.isArray(valueAt(value, ['fallback', 'chains']))) return ['fallback', 'chains', 0]
  return Array.isArray(valueAt(value, ['chains'])) ? ['chains', 0] : []
}
