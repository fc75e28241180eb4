import * as z from 'zod'
import { secret } from '../scalars.ts'

const MASK = /^[\x21-\x7e]{0,4}…[\x21-\x7e]{0,4}$/
const START = 3
const END = 4
const SHORTEST_SHOWN = 16

/** How a secret is shown: enough to tell two apart, too little to use. */
export function masked(value: string): string {
  return value.length < SHORTEST_SHOWN ? '…' : `${value.slice(0, START)}…${value.slice(-END)}`
}

/** Is it what `masked` answers, which no secret is. */
export function isMask(value: string): boolean {
  return MASK.test(value)
}

/** A new secret, or the one there is, as it is shown. */
export const sentSecret = z
  .union([secret, z.string().regex(MASK)], {
    error: 'must be visible ASCII characters without spaces, and not empty',
  })
  .meta({ description: 'A new one; or as it is shown: it stays.' })

/** Members whose values may be credentials. */
export const sentSecretMap = z
  .record(
    z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'must be a header or parameter name'),
    z.union([
      z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'must be one line of Latin-1 text'),
      z.string().regex(MASK),
    ]),
  )
  .meta({ description: 'Values are shown masked; a value as it is shown stays.' })

/** As it is shown. */
export const shownSecret = z.string().meta({ description: 'Masked.' })
