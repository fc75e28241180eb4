import { expect, it } from 'vitest'
import { PartialArguments } from './partial-arguments.ts'

function written(...pieces: readonly [path: string, value: string][]): unknown {
  const partial = new PartialArguments()
  for (const [jsonPath, stringValue] of pieces) partial.add({ jsonPath, stringValue })
  return JSON.parse(partial.text)
}

it('puts values where their paths say, and texts together', () => {
  expect(
    written(
      ['$.a[0].b', 'x'],
      ['$.a[0].b', 'y'],
      ['$.a[1].b', 'z'],
      ["$['c d']", 'e'],
      ['$.__proto__.f', 'g'],
    ),
  ).toEqual(JSON.parse('{"a":[{"b":"xy"},{"b":"z"}],"c d":"e","__proto__":{"f":"g"}}'))
})

it('makes no lists of nothing, whatever an index or a path says', () => {
  expect(written(['$.a[99999999]', 'x'], ['$.a[99999999]', 'y'])).toEqual({ a: ['x', 'y'] })
  expect(written([`$${'[9]'.repeat(5000)}`, 'x'], ['$.b', 'y'])).toEqual({ b: 'y' })
})
