import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ERROR_CODES } from '#domain/errors'

const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')
const rows = [...text.matchAll(/^\| <a id="(?<anchor>\w+)"><\/a>`(?<code>\w+)` \| (?<status>\d+) \|/gmu)].map(
  ({ groups }) => ({
    anchor: groups?.['anchor'],
    code: groups?.['code'],
    status: Number(groups?.['status']),
  }),
)

describe('docs/errors.md', () => {
  it('names every code of the table, with its status, and no other', () => {
    const documented = Object.fromEntries(rows.map(({ code, status }) => [code, status]))
    const coded = Object.fromEntries(Object.entries(ERROR_CODES).map(([code, { status }]) => [code, status]))
    expect(documented).toEqual(coded)
  })

  it('can be linked to by code', () => {
    for (const { anchor, code } of rows) expect(anchor).toBe(code)
  })
})
