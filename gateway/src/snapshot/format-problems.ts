import type { ConfigProblem } from './config-problem.ts'

/** One line per problem: `backstay.yaml:12:5 models[0].strateggy: unknown key; did you mean "strategy"?`. */
export function formatProblems(fileName: string, problems: readonly ConfigProblem[]): string[] {
  return problems.map((problem) => `${fileName}:${problem.line}:${problem.column} ${formatProblem(problem)}`)
}

/** Without the place in the text: `models[0].strateggy: unknown key; did you mean "strategy"?`. */
export function formatProblem({ path, message, suggestion }: ConfigProblem): string {
  const hint = suggestion === undefined ? '' : `; did you mean "${suggestion}"?`
  return `${path === '' ? '' : `${path}: `}${message}${hint}`
}

/** For programs: one JSON document on one line. */
export function problemsAsJson(found: {
  readonly problems: readonly ConfigProblem[]
  readonly warnings: readonly ConfigProblem[]
}): string {
  const { problems, warnings } = found
  return JSON.stringify({ valid: problems.length === 0, problems, warnings })
}
