import type { Document, YAMLError } from 'yaml'
import { LineCounter, parseDocument } from 'yaml'
import type { ConfigProblem } from './config-problem.ts'
import { hasStandIns, maskPlaceholders, unmask } from './mask.ts'

export type ParsedYaml =
  | { readonly kind: 'parsed'; readonly document: Document; readonly lines: LineCounter }
  | { readonly kind: 'refused'; readonly problems: readonly ConfigProblem[] }

const MAX_LENGTH = 4_194_304
const MAX_REPORTED = 20

/** Reads YAML 1.2 without custom tags. Text that is not YAML is refused with line and column, never thrown. */
export function parseYaml(text: string): ParsedYaml {
  if (text.length > MAX_LENGTH) return refuseWhole(`larger than ${MAX_LENGTH} characters`)
  if (text.trim() === '') return refuseWhole('the file is empty')
  if (hasStandIns(text)) return refuseWhole('contains private characters (U+E000–U+E006)')
  const lines = new LineCounter()
  const masked = maskPlaceholders(text)
  try {
    const document = parseDocument(masked, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: true,
      schema: 'core',
      logLevel: 'silent',
    })
    const errors = [...document.errors, ...document.warnings]
    if (errors.length === 0) return { kind: 'parsed', document, lines }
    return {
      kind: 'refused',
      problems: firstPerPlace(errors.map((error) => toProblem(error, lines))),
    }
  } catch {
    // The parser recurses: text made of thousands of brackets exhausts the stack.
    return refuseWhole('nested too deeply')
  }
}

/** One mistake makes several complaints at one place; the first one is about it. */
function firstPerPlace(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  const byPlace = Map.groupBy(problems, ({ line, column }) => `${line}:${column}`)
  return [...byPlace.values()].flatMap(([first]) => first ?? []).slice(0, MAX_REPORTED)
}

function toProblem(error: YAMLError, lines: LineCounter): ConfigProblem {
  const { line, col } = lines.linePos(error.pos[0])
  return { path: '', line: Math.max(line, 1), column: Math.max(col, 1), message: sentence(error) }
}

/** Some of the parser's messages quote the file, where a secret may stand. */
function sentence(error: YAMLError): string {
  switch (error.code) {
    case 'TAG_RESOLVE_FAILED':
      return 'a tag (!name) that is not known; put text that begins with ! in quotes'
    case 'DUPLICATE_KEY':
      return 'the member stands here twice'
    case 'BAD_DQ_ESCAPE':
      return 'an escape that double quotes do not know; single quotes take text as it is'
    case 'BAD_SCALAR_START':
      return 'text that begins with this character needs quotes'
    default:
      return `not valid YAML: ${unmask(error.message)}`
  }
}

function refuseWhole(message: string): ParsedYaml {
  return { kind: 'refused', problems: [{ path: '', line: 1, column: 1, message }] }
}
