import { describe, expect, it } from 'vitest'
import { maskPlaceholders, unmask } from './mask.ts'
import { filePlaceholders, substitute } from './placeholder.ts'

const sources = {
  env: { KEY: 'secret', EMPTY: '' },
  readFile: (path: string) => {
    if (path === './token') return 'from-file\n'
    throw Object.assign(new Error('no'), { code: 'ENOENT' })
  },
}
const read = (scalar: string) => substitute(scalar, sources)

describe('placeholders', () => {
  it.each([
    ['${KEY}', 'secret'],
    ['a-${KEY}-${KEY}', 'a-secret-secret'],
    ['${KEY:-other}', 'secret'],
    ['${GONE:-other}', 'other'],
    ['${EMPTY:-other}', 'other'],
    ['${EMPTY}', ''],
    ['${GONE:-}', ''],
    ['${GONE:-http://x:1/y?a=b}', 'http://x:1/y?a=b'],
    ['${file:./token}', 'from-file'],
    ['$${KEY}', '${KEY}'],
    ['$KEY and $', '$KEY and $'],
  ])('reads %s', (scalar, text) => {
    expect(read(scalar)).toEqual({ kind: 'text', text, changed: scalar !== text })
  })

  it.each([
    ['${GONE}', 'the environment variable GONE is not set'],
    ['${file:./gone}', 'the file ./gone cannot be read: there is no such file or directory'],
    ['${KEY', '"${" without "}"'],
    ['${a b}', '"${a b}" is none of ${VAR}, ${VAR:-default} and ${file:PATH}'],
    ['${GONE:-${KEY}}', '"${GONE:-${KEY}" is none of ${VAR}, ${VAR:-default} and ${file:PATH}'],
  ])('refuses %s', (scalar, message) => {
    expect(read(scalar)).toEqual({ kind: 'problem', message })
  })

  it('does not read placeholders in what was put in', () => {
    expect(substitute('${A}', { ...sources, env: { A: '${KEY}' } })).toMatchObject({ text: '${KEY}' })
  })

  it('names every file once', () => {
    expect(filePlaceholders('a: ${file:x}\nb: ${file:y z}\nc: ${file:x} # ${KEY}')).toEqual(['x', 'y z'])
  })

  it('are words of the same length while YAML is read', () => {
    const text = '{ a: ${KEY}, b: "${GONE:-a, b: [c] #d}" }'
    const masked = maskPlaceholders(text)
    expect(masked).toHaveLength(text.length)
    expect(masked).not.toContain('${')
    expect(unmask(masked)).toBe(text)
  })
})
