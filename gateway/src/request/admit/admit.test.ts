import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { VirtualKey } from '#domain/configuration'
import { GatewayError } from '#domain/errors'
import { configuration, virtualKey } from '#simulator/sample'
import { blockListOf, identify } from './admit.ts'

const SECRET = 'sk-test-secret'
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

function configured(more: Partial<VirtualKey> = {}) {
  const key = virtualKey({ sha256: sha256(SECRET), ...more })
  return configuration([], { keys: new Map([[sha256(SECRET), key]]) })
}

/** 1 January 2027. */
const NOW_MS = 1_798_761_600_000

interface Given {
  readonly presentedKey?: string | null
  readonly address?: string
  readonly connection?: object
  readonly config?: ReturnType<typeof configured>
}

const who = ({ presentedKey = SECRET, address = '', connection = {}, config = configured() }: Given) => {
  const directory = { configuration: () => config, clock: { wallMs: () => NOW_MS } }
  try {
    return identify({ presentedKey, connection, clientAddress: () => address }, directory).key.name
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    expect(error.message).not.toContain(SECRET)
    return error.code
  }
}

describe('identifying a caller', () => {
  it.each([
    [SECRET, 'app'],
    [null, 'missing_key'],
    ['', 'invalid_key'],
    [`${SECRET}x`, 'invalid_key'],
    [SECRET.toUpperCase(), 'invalid_key'],
    [sha256(SECRET), 'invalid_key'],
  ])('by %j is %s', (presentedKey, expected) => {
    expect(who({ presentedKey })).toBe(expected)
  })

  it('holds for one connection, one secret and one configuration, and nothing else', () => {
    const connection = {}
    const config = configured()
    expect(who({ connection, config })).toBe('app')
    expect(who({ connection, config, presentedKey: `${SECRET}x` })).toBe('invalid_key')
    expect(who({ connection, config, presentedKey: 'another' })).toBe('invalid_key')
    expect(who({ connection, config, presentedKey: null })).toBe('missing_key')
    expect(who({ connection, config: configuration([]) })).toBe('invalid_key')
    expect(who({ connection, config })).toBe('app')
    expect(who({ connection, config: configured({ name: 'renamed' }) })).toBe('renamed')
  })
})

describe('the addresses a key may be used from', () => {
  it.each([
    // allow, deny, address, allowed
    [[], [], '198.51.100.7', true],
    [['198.51.100.0/24'], [], '198.51.100.7', true],
    [['198.51.100.0/24'], [], '198.51.101.7', false],
    [['198.51.100.7'], [], '198.51.100.7', true],
    [['198.51.100.7'], [], '198.51.100.8', false],
    [[], ['198.51.100.0/24'], '198.51.100.7', false],
    [[], ['198.51.100.0/24'], '203.0.113.1', true],
    [['198.51.100.0/24'], ['198.51.100.7/32'], '198.51.100.7', false],
    [['198.51.100.0/24'], ['198.51.100.7/32'], '198.51.100.8', true],
    [['2001:db8::/32'], [], '2001:db8::1', true],
    [['2001:db8::/32'], [], '2001:db9::1', false],
    [['2001:db8::/32'], [], '198.51.100.7', false],
    [['0.0.0.0/0'], [], '198.51.100.7', true],
    [['198.51.100.0/24'], [], '', false],
    [['198.51.100.0/24'], [], 'unknown', false],
  ])('allow %j, deny %j: %s is allowed: %s', (allow, deny, address, allowed) => {
    const config = configured({ ip: { allow, deny } })
    expect(who({ address, config })).toBe(allowed ? 'app' : 'ip_not_allowed')
  })

  it('are asked for again on every request of a connection', () => {
    const connection = {}
    const config = configured({ ip: { allow: ['198.51.100.7'], deny: [] } })
    expect(who({ connection, config, address: '198.51.100.7' })).toBe('app')
    expect(who({ connection, config, address: '198.51.100.8' })).toBe('ip_not_allowed')
  })

  it('are no list where none is given', () => {
    expect(blockListOf([])).toBeNull()
  })
})
