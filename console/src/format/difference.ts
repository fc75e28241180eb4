import { diffJson, diffLines } from 'diff'

/** A line of two texts laid over each other, or how many were left out. */
export type DifferenceLine =
  | { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }
  | { readonly kind: 'left-out'; readonly lines: number }

/** So many lines around what is different say where it stands. */
const CONTEXT = 3

/** What is different between two JSON values, line by line; `null` is nothing at all. */
export function differenceOf(before: unknown, after: unknown): readonly DifferenceLine[] {
  const parts =
    isNothing(before) || isNothing(after) ? diffLines(told(before), told(after)) : whole(before, after)
  const lines = parts.flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/u, '')
      .split('\n')
      .map((text) => ({
        kind: added ? ('added' as const) : removed ? ('removed' as const) : ('same' as const),
        text,
      })),
  )
  return withoutWhatIsFar(lines.filter(({ text, kind }) => text !== '' || kind === 'same'))
}

function whole(before: unknown, after: unknown) {
  return diffJson(before as object, after as object)
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined
}

function told(value: unknown): string {
  return isNothing(value) ? '' : JSON.stringify(value, null, 2)
}

type Line = Exclude<DifferenceLine, { readonly kind: 'left-out' }>

function withoutWhatIsFar(lines: readonly Line[]): readonly DifferenceLine[] {
  const near = new Set(
    lines.flatMap(({ kind }, index) =>
      kind === 'same' ? [] : Array.from({ length: 2 * CONTEXT + 1 }, (_, n) => index - CONTEXT + n),
    ),
  )
  const shown: DifferenceLine[] = []
  let leftOut = 0
  for (const [index, line] of lines.entries()) {
    if (near.has(index)) {
      if (leftOut > 0) shown.push({ kind: 'left-out', lines: leftOut })
      leftOut = 0
      shown.push(line)
    } else leftOut++
  }
  if (leftOut > 0) shown.push({ kind: 'left-out', lines: leftOut })
  return shown
}
