import type { Path } from './config-problem.ts'
import { NOT_YET } from './not-yet.ts'
import type { ProblemReport } from './problem-report.ts'

/** Reports every member that is given in the file and not acted on. Defaults are not given, and are not reported. */
export function reportNotYet(file: unknown, report: ProblemReport): void {
  for (const { path: pattern, when, message } of NOT_YET) {
    for (const { path, value } of places(file, pattern.split('.'))) {
      if (value === null || value === undefined || when?.(value) === false) continue
      report.warning({ path, message })
    }
  }
}

interface Place {
  readonly path: Path
  readonly value: unknown
}

function places(file: unknown, pattern: readonly string[]): Place[] {
  return pattern.reduce<Place[]>(
    (found, part) => found.flatMap((place) => inside(place, part)),
    [{ path: [], value: file }],
  )
}

function inside({ path, value }: Place, part: string): Place[] {
  if (Array.isArray(value)) {
    return part === '*' ? value.map((item: unknown, i) => ({ path: [...path, i], value: item })) : []
  }
  if (typeof value !== 'object' || value === null) return []
  const members = Object.entries(value) as [string, unknown][]
  return members
    .filter(([name]) => part === '*' || part === name)
    .map(([name, item]) => ({ path: [...path, name], value: item }))
}
