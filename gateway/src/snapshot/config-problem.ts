/** Member names and list positions from the top of the file. */
export type Path = readonly (string | number)[]

/** Something wrong, or not acted on, in the file. Never holds a value that came from a variable or another file. */
export interface ConfigProblem {
  /** Such as `models[0].deployments[1].provider`; empty for the file as a whole. */
  readonly path: string
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
  readonly message: string
  /** What was probably meant. */
  readonly suggestion?: string
}

/** Writes a path as in `models[0].deployments[1].provider`; names that are no plain words are quoted. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    if (!/^[A-Za-z_][\w-]*$/.test(part)) return `${text}[${JSON.stringify(part)}]`
    return text === '' ? part : `${text}.${part}`
  }, '')
}

/** Is a formatted path that of a place, or of something in it. */
export function isWithin(path: string, place: string): boolean {
  return path.startsWith(place) && ['', '.', '['].includes(path.charAt(place.length))
}
