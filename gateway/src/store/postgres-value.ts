/** Text of PostgreSQL holds every character but one. */
const NO_CHARACTER = /\0/gu

/** A value with a mark for what text cannot hold: the same one wherever it is written or looked for. */
export function postgresValue<Value>(value: Value): Value | string {
  return typeof value === 'string' && value.includes('\0') ? value.replace(NO_CHARACTER, '\uFFFD') : value
}
