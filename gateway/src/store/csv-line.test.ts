import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvLine } from './csv-line.ts'

/** RFC 4180, read strictly: one record, or an error. */
function parse(text: string): string[] {
  const fields: string[] = []
  let at = 0
  for (;;) {
    const quoted = /"((?:[^"]|"")*)"/y
    const plain = /[^",\r\n]*/y
    quoted.lastIndex = at
    plain.lastIndex = at
    const match = quoted.exec(text)
    const found = match ?? plain.exec(text)
    if (found === null) throw new Error(`no field at ${at}`)
    fields.push(match === null ? found[0] : (match[1] ?? '').replaceAll('""', '"'))
    at += found[0].length
    if (text.slice(at) === '\r\n') return fields
    if (text[at] !== ',') throw new Error(`no separator at ${at}`)
    at += 1
  }
}

describe('a line of CSV', () => {
  it('quotes only what needs it', () => {
    expect(csvLine(['a', 1.5, null, true, 'b,c', 'say "hi"', 'two\r\nlines', ''])).toBe(
      'a,1.5,,true,"b,c","say ""hi""","two\r\nlines",\r\n',
    )
  })

  it('disarms text that a spreadsheet would run, and leaves numbers alone', () => {
    expect(csvLine(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', -1, 'a=b', "'=1"])).toBe(
      "'=1+1,'+1,'-1,'@SUM(A1),'\tx,\"'\rx\",-1,a=b,'=1\r\n",
    )
  })

  it('is read back as it was, whatever the text', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('"', ',', '\r', '\n', '\t', "'", '=', '+', '-', '@', 'a', '🙂'),
    })
    const cell = fc.oneof(nasty, fc.string(), fc.double(), fc.constant(null))
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 8 }), (cells) => {
        const expected = cells.map((value) =>
          typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? ''),
        )
        expect(parse(csvLine(cells))).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })
})
