import { describe, expect, it } from 'vitest'
import { placeOf, storeLocation } from './store-location.ts'

describe('the URL of a store', () => {
  it('names a file', () => {
    const path = (url: string) => placeOf(storeLocation(url))
    expect(storeLocation('sqlite:./backstay.db')).toEqual({ kind: 'sqlite', path: './backstay.db' })
    expect(path('sqlite:/var/lib/backstay.db')).toBe('/var/lib/backstay.db')
    expect(path('sqlite:///var/lib/backstay.db')).toBe('/var/lib/backstay.db')
    expect(path(String.raw`sqlite:C:\data\backstay.db`)).toBe(String.raw`C:\data\backstay.db`)
  })

  it('is refused when it names no file', () => {
    for (const url of ['sqlite:', 'sqlite::memory:', 'sqlite:a\0b']) {
      expect(() => storeLocation(url)).toThrow('must name a file')
    }
  })

  it('names a database of PostgreSQL, whose user and password are not told', () => {
    const url = 'postgres://app:s3cret@db.local:5433/backstay?sslmode=require'
    expect(storeLocation(url)).toEqual({ kind: 'postgres', url })
    expect(placeOf(storeLocation(url))).toBe('postgres://db.local:5433/backstay')
    expect(storeLocation('postgresql://db/x').kind).toBe('postgres')
    expect(() => storeLocation('postgres://app:s3cret@:x/y')).toThrow(/^(?!.*s3cret).*can be read/)
  })

  it('is refused with another scheme, or none, without repeating what may be a password', () => {
    expect(() => storeLocation('mysql://app:s3cret@db/backstay')).toThrow(/mysql: is not supported\.$/)
    expect(() => storeLocation('backstay.db')).toThrow('has no scheme')
  })
})
