// Inside braces and brackets YAML takes no `${VAR}` without quotes. So the marks in each placeholder are exchanged
// for private characters before parsing and back afterwards; one for one, so that positions stay what they are.
const MARKS = '{}[],:#'
const FIRST_STAND_IN = 0xe000
const STAND_INS = /[\ue000-\ue006]/g

/** Characters that a file may not contain, because they stand in for others while it is read. */
export function hasStandIns(text: string): boolean {
  return text.search(STAND_INS) !== -1
}

/** Makes every `${…}` an ordinary word of the same length. */
export function maskPlaceholders(text: string): string {
  return text.replace(/\$\{[^}\n]*\}/g, (token) =>
    token.replace(/[{}[\],:#]/g, (mark) => String.fromCharCode(FIRST_STAND_IN + MARKS.indexOf(mark))),
  )
}

/** Undoes `maskPlaceholders`. */
export function unmask(text: string): string {
  return text.replace(STAND_INS, (standIn) => MARKS.charAt(standIn.charCodeAt(0) - FIRST_STAND_IN))
}
