import type { core } from 'zod'
import type { Path } from './config-problem.ts'

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, false: false }

/**
 * Variables are text. Where one stands for a number or a truth value, as in `port: ${PORT}`, it is read as that, in
 * place. Says whether anything changed.
 */
export function retype(
  root: unknown,
  issues: readonly core.$ZodIssue[],
  cameFromElsewhere: (path: Path) => boolean,
): boolean {
  let changed = false
  for (const issue of issues) {
    const path = issue.path as Path
    const name = path.at(-1)
    const parent = valueAt(root, path.slice(0, -1))
    if (issue.code !== 'invalid_type' || name === undefined || !isObject(parent) || !cameFromElsewhere(path))
      continue
    const value = read(String(parent[name]).trim(), issue.expected)
    if (value === undefined) continue
    parent[name] = value
    changed = true
  }
  return changed
}

/** What stands at a path of plain data; `undefined` if nothing does. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => (isObject(value) ? value[part] : undefined), root)
}

function read(text: string, expected: string): number | boolean | undefined {
  if (expected === 'boolean') return Object.hasOwn(BOOLEANS, text) ? BOOLEANS[text] : undefined
  if (expected !== 'number' && expected !== 'int') return undefined
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
}

function isObject(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null
}
