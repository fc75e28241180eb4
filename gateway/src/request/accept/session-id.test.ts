import { describe, expect, it } from 'vitest'
import { GatewayError } from '#domain/errors'
import { sessionId } from './session-id.ts'

const long = 's'.repeat(257)

function read(body: Record<string, unknown>, header?: string) {
  const warnings: string[] = []
  const session = sessionId(body, header === undefined ? {} : { 'x-session-id': header }, warnings)
  return { session, warnings }
}

describe('the session of a request', () => {
  it.each([
    [{ session_id: 'a', prompt_cache_key: 'c' }, 'b', 'a'],
    [{ prompt_cache_key: 'c' }, 'b', 'b'],
    [{ prompt_cache_key: 'c' }, undefined, 'c'],
    [{ session_id: null }, undefined, null],
    [{ session_id: '' }, 'b', 'b'],
    [{}, undefined, null],
    [{ prompt_cache_key: 5 }, undefined, null],
    [{ session_id: 's'.repeat(256) }, undefined, 's'.repeat(256)],
  ])('of body %j and header %s is %s', (body, header, expected) => {
    expect(read(body, header)).toEqual({ session: expected, warnings: [] })
  })

  it.each([
    [{ session_id: 5 }, undefined, 'invalid_body', 'session_id'],
    [{ session_id: {} }, undefined, 'invalid_body', 'session_id'],
    [{ session_id: long }, undefined, 'invalid_body', 'session_id'],
    [{}, long, 'invalid_header', 'x-session-id'],
  ] as const)('is refused when it cannot be one: %j %s', (body, header, code, param) => {
    try {
      read(body, header)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(GatewayError)
      expect(error).toMatchObject({ code, param })
    }
  })

  it('is none by a cache key that is too long to keep: the provider may take it', () => {
    expect(read({ prompt_cache_key: long })).toEqual({
      session: null,
      warnings: ['prompt_cache_key is longer than 256 characters: it keeps no session together'],
    })
  })
})
