import type { CanonicalRequest, DialectId } from './canonical.ts'

/** A word of a dialect as people may read it; what does not look like one may be content, and is not told. */
export function wordOf(name: string): string {
  return /^[\w.:+*/-]{1,60}$/u.test(name) ? name : '(no word of it)'
}

/** Collects what a translation cannot carry, each thing once. */
export class LossList {
  readonly #lines = new Set<string>()

  get lines(): readonly string[] {
    return [...this.#lines]
  }

  add(line: string): void {
    this.#lines.add(line)
  }

  /** Something that was left out because the other dialect has no place for it. */
  leftOut(what: string, target: DialectId): void {
    this.add(`${what} is left out: ${target} has no place for it`)
  }

  /** Members that only the client's own dialect knows. */
  rest({ dialect, rest }: CanonicalRequest, target: DialectId): void {
    for (const name of Object.keys(rest)) this.leftOut(`${dialect} ${wordOf(name)}`, target)
  }
}
