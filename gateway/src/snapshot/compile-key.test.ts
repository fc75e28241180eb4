import { keySchema } from '@backstay/contract'
import { expect, it } from 'vitest'
import { compileKey } from './compile-key.ts'

const idOf = (name: string, organisation: string) =>
  compileKey(keySchema.parse({ name, key: 'bs-secret' }), organisation)[0]?.id

it('gives keys of different organisations different ids, whatever they are called', () => {
  const ids = [
    idOf('app', 'default'),
    idOf('app', 'other'),
    idOf('other/app', 'default'),
    idOf('other app', 'default'),
    idOf('app', 'other/app'),
  ]
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids[0]).toBe('app')
})
