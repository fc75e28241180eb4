import { spoil } from '../spoil.ts'
import type { Exchange } from './client.ts'
import { isSpoiled } from './client.ts'
import type { Play } from './play.ts'
import { BASES } from './play.ts'

/** What is wrong with what a client got; `null`: nothing. */
export function wrongWith({ client, upstream }: Play, { text, over }: Exchange): string | null {
  if (!over) return 'it hangs'
  if (text === '') return isSpoiled(client) || client.leavesAfterMs !== null ? null : 'no answer at all'
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1]
  if (status === undefined) return `not HTTP: ${JSON.stringify(text.slice(0, 60))}`
  if (client.leavesAfterMs !== null || isSpoiled(client)) return null
  if (Number(status) >= 400) return wrongError(text)
  return isBroken(upstream) && !/"error"/.test(text) ? `a broken answer is taken for whole: ${status}` : null
}

/** In the shape of the dialects: an object `error` with a message. */
function wrongError(text: string): string | null {
  try {
    const body = JSON.parse(bodyOf(text)) as { readonly error?: { readonly message?: unknown } }
    return typeof body.error?.message === 'string' ? null : 'an error without a message'
  } catch {
    return `an error that is no JSON: ${JSON.stringify(text.slice(-100))}`
  }
}

function bodyOf(text: string): string {
  const at = text.indexOf('\r\n\r\n')
  return Buffer.from(text.slice(at + 4), 'latin1').toString()
}

/** Certainly: a correct stream that was cut before its end, and nothing else done to it. */
function isBroken({ body, headSpoils, status }: Play['upstream']): boolean {
  if (body.kind !== 'stream' || headSpoils.length > 0 || status !== 200) return false
  const [only] = body.spoils
  if (body.spoils.length !== 1 || only?.kind !== 'cut') return false
  const base = BASES[body.base % BASES.length]
  return base !== undefined && spoil(base.bytes, body.spoils).length < (base.brokenBefore ?? 0)
}
