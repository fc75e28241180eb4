import { describe, expect, it } from 'vitest'
import { chainSchema, midStreamSchema } from '@backstay/contract'
import { bufferingOf, hedgeOf, midStreamOf } from './mid-stream.ts'

const chain = (members: object) => chainSchema.parse({ name: 'c', models: [{ model: 'm' }], ...members })

describe('what becomes of a broken stream', () => {
  it.each([
    ['continue', { mode: 'continue', instructed: false, buffer: null }],
    ['error', { mode: 'error', instructed: false, buffer: null }],
    ['buffer', { mode: 'error', instructed: false, buffer: { all: false, tokens: 32, ms: 1_000 } }],
    [
      { mode: 'buffer', buffer_tokens: 5 },
      { mode: 'error', instructed: false, buffer: { all: false, tokens: 5, ms: null } },
    ],
    [
      { mode: 'continue', instructed: true, buffer_ms: 50 },
      { mode: 'continue', instructed: true, buffer: { all: false, tokens: null, ms: 50 } },
    ],
    [
      { mode: 'buffer', buffer: 'all' },
      { mode: 'error', instructed: false, buffer: { all: true, tokens: null, ms: null } },
    ],
  ])('is read from %j', (text, expected) => {
    expect(midStreamOf(midStreamSchema.parse(text))).toEqual(expected)
  })

  it('is not said where it is not given', () => {
    expect(midStreamOf(undefined)).toBeNull()
    expect(bufferingOf(chain({}))).toBeNull()
    expect(bufferingOf(chain({ buffer_ms: 9 }))).toEqual({ all: false, tokens: null, ms: 9 })
  })
})

describe('the hedging of a chain', () => {
  it.each([
    [{ after: 800 }, { name: 'c', afterMs: 800, afterP95: false, maxShare: 0.05 }],
    [
      { after: 'p95', max_share: 0.5 },
      { name: 'c', afterMs: 0, afterP95: true, maxShare: 0.5 },
    ],
    [undefined, null],
  ])('is read from %j', (hedge, expected) => {
    expect(hedgeOf(chain(hedge === undefined ? {} : { hedge }))).toEqual(expected)
  })
})
