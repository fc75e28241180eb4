import { expect, it } from 'vitest'
import { csvLine } from './csv-line.ts'

it('lines of CSV keep what would break them, and hold no formulas', () => {
  expect(csvLine(['a', 1, null, true, 'x,y', 'say "no"', 'two\nlines'])).toBe(
    'a,1,,true,"x,y","say ""no""","two\nlines"',
  )
  expect(csvLine(['=1+1', '@x', '-5', -5])).toBe("'=1+1,'@x,'-5,-5")
})
