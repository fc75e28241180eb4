import { describe, expect, it } from 'vitest'
import { GatewayError } from '#domain/errors'
import { readHedge, readMidStream } from './controls-stream.ts'

function paramOf(read: () => unknown): string | null {
  try {
    read()
  } catch (error) {
    return error instanceof GatewayError ? error.param : null
  }
  return null
}

describe('backstay.hedge', () => {
  const off = { off: true, afterMs: 0, afterP95: false, maxShare: 0 }
  it.each([
    [undefined, null],
    [null, null],
    [true, null],
    [false, off],
    [{}, { off: false, afterMs: 0, afterP95: false, maxShare: 1 }],
    [{ after: 900 }, { off: false, afterMs: 900, afterP95: false, maxShare: 1 }],
    [
      { after: 'p95', max_share: 0.1 },
      { off: false, afterMs: 0, afterP95: true, maxShare: 0.1 },
    ],
  ])('%j asks for %j', (value, expected) => {
    expect(readHedge(value)).toEqual(expected)
  })

  it.each([
    [5, 'backstay.hedge'],
    [{ after: 'p99' }, 'backstay.hedge.after'],
    [{ after: -1 }, 'backstay.hedge.after'],
    [{ max_share: 2 }, 'backstay.hedge.max_share'],
    [{ max: 1 }, 'backstay.hedge.max'],
  ])('%j is refused by its path', (value, path) => {
    expect(paramOf(() => readHedge(value))).toBe(path)
  })
})

describe('backstay.mid_stream', () => {
  it.each([
    [undefined, null],
    ['error', { mode: 'error', instructed: false, buffer: null }],
    ['buffer', { mode: 'error', instructed: false, buffer: { all: false, tokens: 32, ms: 1_000 } }],
    [
      { mode: 'continue', instructed: true },
      { mode: 'continue', instructed: true, buffer: null },
    ],
    [
      { mode: 'buffer', buffer: 'all' },
      { mode: 'error', instructed: false, buffer: { all: true, tokens: null, ms: null } },
    ],
    [
      { mode: 'continue', buffer_tokens: 3, buffer_ms: 4 },
      { mode: 'continue', instructed: false, buffer: { all: false, tokens: 3, ms: 4 } },
    ],
  ])('%j asks for %j', (value, expected) => {
    expect(readMidStream(value)).toEqual(expected)
  })

  it.each([
    ['retry', 'backstay.mid_stream'],
    [{ instructed: true }, 'backstay.mid_stream'],
    [{ mode: 'continue', instructed: 1 }, 'backstay.mid_stream.instructed'],
    [{ mode: 'buffer', buffer: 'some' }, 'backstay.mid_stream.buffer'],
    [{ mode: 'buffer', buffer_ms: 0.5 }, 'backstay.mid_stream.buffer_ms'],
    [{ mode: 'buffer', tokens: 1 }, 'backstay.mid_stream.tokens'],
  ])('%j is refused by its path', (value, path) => {
    expect(paramOf(() => readMidStream(value))).toBe(path)
  })
})
