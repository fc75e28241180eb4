import { configFileSchema } from '@backstay/contract'
import type { ConfigFile } from '@backstay/contract'
import type { core } from 'zod'
import type { Path } from './config-problem.ts'
import { describeIssue, NO_ALTERNATIVE_FITS } from './describe-issue.ts'
import { knownMembers } from './known-members.ts'
import type { ProblemReport } from './problem-report.ts'
import { retype, valueAt } from './retype.ts'

/** The file with its defaults, or `null` after reporting every place where it does not have its shape. */
export function checkShape(value: unknown, report: ProblemReport): ConfigFile | null {
  let result = configFileSchema.safeParse(value, { error: describeIssue })
  if (!result.success && retype(value, result.error.issues, (path) => report.isSecret(path))) {
    result = configFileSchema.safeParse(value, { error: describeIssue })
  }
  if (result.success) return result.data
  for (const issue of result.error.issues)
    reportIssue({ issue, path: issue.path as Path, root: value }, report)
  return null
}

interface Place {
  readonly issue: core.$ZodIssue
  readonly path: Path
  readonly root: unknown
}

function reportIssue({ issue, path, root }: Place, report: ProblemReport): void {
  const value = valueAt(root, path)
  const name = typeof value === 'string' ? value : ''
  switch (issue.code) {
    case 'unrecognized_keys':
      for (const key of issue.keys) {
        const among = knownMembers(path, root)
        report.error({
          path: [...path, key],
          message: issue.message,
          atKey: true,
          meant: { name: key, among },
        })
      }
      return
    case 'invalid_key': {
      const [inner] = issue.issues
      const among = inner === undefined ? [] : allowed([inner])
      const meant = { name: String(path.at(-1)), among }
      report.error({ path, message: inner?.message ?? issue.message, atKey: true, meant })
      return
    }
    case 'invalid_union': {
      const branches = issue.errors.filter((branch) => fits(branch, value))
      if (branches.length === 1 && (typeof value === 'object' || issue.message === NO_ALTERNATIVE_FITS)) {
        for (const inner of branches[0] ?? []) {
          reportIssue({ issue: inner, path: [...path, ...(inner.path as Path)], root }, report)
        }
        return
      }
      report.error({
        path,
        message: issue.message,
        meant: { name, among: allowed([issue, ...issue.errors.flat()]) },
      })
      return
    }
    default:
      report.error({ path, message: issue.message, meant: { name, among: allowed([issue]) } })
  }
}

/** An alternative of another type than the value is not what was meant. */
function fits(branch: readonly core.$ZodIssue[], value: unknown): boolean {
  const isObject = typeof value === 'object'
  return !branch.some(
    ({ path, code }) =>
      path.length === 0 && (code === 'invalid_type' || (isObject && code === 'invalid_value')),
  )
}

function allowed(issues: readonly core.$ZodIssue[]): string[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'invalid_value') return issue.values.map(String)
    return issue.code === 'invalid_union' && 'options' in issue ? (issue.options ?? []).map(String) : []
  })
}
