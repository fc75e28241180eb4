import type { Buffering, HedgeWish, MidStream } from '#domain/policy'
import { DEFAULT_BUFFER } from '#domain/policy'
import type { JsonObject } from './controls-members.ts'
import { invalid, objectOrNone } from './controls-members.ts'

const HEDGE = 'backstay.hedge'
const MID_STREAM = 'backstay.mid_stream'

/** `false` switches hedging off; a section asks for less of it. Throws `invalid_body`. */
export function readHedge(value: unknown): HedgeWish | null {
  if (value === undefined || value === null || value === true) return null
  if (value === false) return { off: true, afterMs: 0, afterP95: false, maxShare: 0 }
  const section = objectOrNone(value, HEDGE)
  refuseOthers(section, HEDGE, ['after', 'max_share'])
  const { after = 0, max_share: maxShare = 1 } = section
  if (typeof maxShare !== 'number' || !(maxShare >= 0 && maxShare <= 1)) {
    throw invalid(`${HEDGE}.max_share`, 'must be a number from 0 to 1')
  }
  if (after === 'p95') return { off: false, afterMs: 0, afterP95: true, maxShare }
  if (typeof after !== 'number' || !(after >= 0)) {
    throw invalid(`${HEDGE}.after`, 'must be milliseconds or "p95"')
  }
  return { off: false, afterMs: after, afterP95: false, maxShare }
}

/** What the request wants to become of a stream that breaks. Throws `invalid_body`. */
export function readMidStream(value: unknown): MidStream | null {
  if (value === undefined || value === null) return null
  const section = typeof value === 'string' ? { mode: value } : objectOrNone(value, MID_STREAM)
  refuseOthers(section, MID_STREAM, ['mode', 'instructed', 'buffer', 'buffer_tokens', 'buffer_ms'])
  const { mode, instructed = false } = section
  if (mode !== 'continue' && mode !== 'error' && mode !== 'buffer') {
    throw invalid(MID_STREAM, 'must be "continue", "error" or "buffer"')
  }
  if (typeof instructed !== 'boolean') throw invalid(`${MID_STREAM}.instructed`, 'must be true or false')
  const buffer = readBuffer(section)
  return {
    mode: mode === 'continue' ? 'continue' : 'error',
    instructed,
    buffer: mode === 'buffer' ? (buffer ?? DEFAULT_BUFFER) : buffer,
  }
}

function readBuffer(section: JsonObject): Buffering | null {
  const { buffer, buffer_tokens: tokens, buffer_ms: ms } = section
  if (buffer === undefined && tokens === undefined && ms === undefined) return null
  if (buffer !== undefined && buffer !== 'all') throw invalid(`${MID_STREAM}.buffer`, 'must be "all"')
  return {
    all: buffer === 'all',
    tokens: positiveOrNone(tokens, 'buffer_tokens'),
    ms: positiveOrNone(ms, 'buffer_ms'),
  }
}

function positiveOrNone(value: unknown, member: string): number | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value
  throw invalid(`${MID_STREAM}.${member}`, 'must be a whole number of at least 1')
}

function refuseOthers(section: JsonObject, path: string, known: readonly string[]): void {
  const unknown = Object.keys(section).find((name) => !known.includes(name))
  if (unknown !== undefined) {
    throw invalid(`${path}.${unknown.slice(0, 60)}`, `is not known; known are ${known.join(', ')}`)
  }
}
