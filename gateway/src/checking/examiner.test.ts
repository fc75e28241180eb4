import { afterAll, describe, expect, it } from 'vitest'
import type { Json } from '#domain/deployment'
import type { Examination } from '#domain/quality'
import { examine } from './examine.ts'
import { Examiner } from './examiner.ts'

const examiner = new Examiner()
afterAll(() => examiner.close())

const matching = (pattern: string, text: string): Examination => ({
  kind: 'matches',
  pattern,
  flags: '',
  text,
  origin: 'file',
})
const ofSchema = (schema: Json, text: string): Examination => ({
  kind: 'json_schema',
  schema,
  text,
  origin: 'request',
})

const PERSON: Json = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { $ref: '#/$defs/age' } },
  required: ['name'],
  additionalProperties: false,
  $defs: { age: { type: 'integer', minimum: 0 } },
}
/** Takes 2^n steps where nothing matches. */
const CATASTROPHIC = matching('^(a+)+$', `${'a'.repeat(60)}!`)
/** Every definition asks for the next one twice: 2^40 steps. */
const BOMB: Json = {
  $ref: '#/$defs/a0',
  $defs: Object.fromEntries(
    Array.from({ length: 41 }, (_, n) => [
      `a${n}`,
      n === 40 ? true : { allOf: [{ $ref: `#/$defs/a${n + 1}` }, { $ref: `#/$defs/a${n + 1}` }] },
    ]),
  ),
}

describe('an examination', () => {
  it.each([
    [matching('^o', 'ok'), 'yes'],
    [matching('^k', 'ok'), 'no'],
    [matching('(', 'ok'), 'gave_up'],
    [ofSchema(PERSON, '{"name": "Ada", "age": 36}'), 'yes'],
    [ofSchema(PERSON, '{"name": "Ada", "age": -1}'), 'no'],
    [ofSchema(PERSON, '{"age": 1}'), 'no'],
    [ofSchema(PERSON, '{"name": "Ada", "more": 1}'), 'no'],
    [ofSchema(PERSON, 'Ada'), 'no'],
    [ofSchema({ $ref: 'https://elsewhere.example/schema' }, '{}'), 'gave_up'],
    [
      ofSchema({ $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'null' }] }, '[1]'),
      'no',
    ],
    [ofSchema({ prefixItems: [{ type: 'null' }] }, '[1]'), 'no'],
  ])('%j: %s', (examination, expected) => {
    expect(examine(examination).kind).toBe(expected)
  })

  it('names the place in the schema and nothing of the answer', () => {
    const found = examine(ofSchema(PERSON, '{"name": "Ada", "planted": "planted"}'))
    expect(found).toEqual({ kind: 'no', detail: expect.stringContaining('#/additionalProperties') })
    const open = {
      additionalProperties: { type: 'array', items: { additionalProperties: { type: 'null' } } },
    }
    const deep = examine(ofSchema(open, '{"planted": [{"planted": "planted"}]}'))
    expect(JSON.stringify([found, deep])).not.toContain('planted')
  })
})

describe('the examiner', () => {
  it('answers each with its own result, however many ask at once', async () => {
    const texts = Array.from({ length: 50 }, (_, n) => String(n))
    const found = await Promise.all(texts.map((text) => examiner.examine(matching('7', text))))
    expect(found.map(({ kind }) => kind === 'yes')).toEqual(texts.map((text) => text.includes('7')))
  })

  it('gives up what takes for ever, and goes on with what waits behind it', async () => {
    const stuck = examiner.examine(CATASTROPHIC)
    const behind = examiner.examine(matching('^o', 'ok'))
    expect((await stuck).kind).toBe('gave_up')
    expect((await behind).kind).toBe('yes')
  })

  it('does not let the schema of a client hold up the checks of the operator', async () => {
    const settled: string[] = []
    const bomb = examiner.examine(ofSchema(BOMB, '{}')).then(({ kind }) => settled.push(`bomb ${kind}`))
    const own = examiner.examine(matching('^o', 'ok')).then(({ kind }) => settled.push(`own ${kind}`))
    await Promise.all([bomb, own])
    expect(settled).toEqual(['own yes', 'bomb gave_up'])
  })

  it('tells those who wait, and those who come later, that it is closed', async () => {
    const short = new Examiner()
    const waiting = [short.examine(CATASTROPHIC), short.examine(matching('o', 'ok'))]
    await short.close()
    expect((await Promise.all(waiting)).map(({ kind }) => kind)).toEqual(['gave_up', 'gave_up'])
    expect((await short.examine(matching('o', 'ok'))).kind).toBe('gave_up')
  })
})
