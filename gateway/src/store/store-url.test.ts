import { describe, expect, it } from 'vitest'
import { storePath } from './store-url.ts'

describe('the URL of a store', () => {
  it('names a file', () => {
    expect(storePath('sqlite:./backstay.db')).toBe('./backstay.db')
    expect(storePath('sqlite:/var/lib/backstay.db')).toBe('/var/lib/backstay.db')
    expect(storePath('sqlite:///var/lib/backstay.db')).toBe('/var/lib/backstay.db')
    expect(storePath(String.raw`sqlite:C:\data\backstay.db`)).toBe(String.raw`C:\data\backstay.db`)
  })

  it('is refused when it names no file', () => {
    for (const url of ['sqlite:', 'sqlite::memory:', 'sqlite:a\0b']) {
      expect(() => storePath(url)).toThrow('must name a file')
    }
  })

  it('is refused with another scheme, or none, without repeating what may be a password', () => {
    expect(() => storePath('postgres://app:s3cret@db/backstay')).toThrow(/postgres: is not supported\.$/)
    expect(() => storePath('backstay.db')).toThrow('has no scheme')
  })
})
