import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { compile } from './compile.ts'
import { readConfig } from './read-config.ts'

const SECRET = 'very-secret-value'
const sources = {
  env: { A: SECRET, N: '5' },
  readFile: () => {
    throw Object.assign(new Error('no'), { code: 'ENOENT' })
  },
}

/** Reads, and compiles what is valid: neither may throw. */
function survives(text: string): void {
  const result = readConfig(text, sources)
  if (result.kind === 'valid') {
    compile({ file: result.file, version: result.version, warnings: [] })
    return
  }
  expect(result.problems.length).toBeGreaterThan(0)
  for (const { line, column, message } of result.problems) {
    expect(line).toBeGreaterThanOrEqual(1)
    expect(column).toBeGreaterThanOrEqual(1)
    expect(message).not.toBe('')
  }
  expect(JSON.stringify(result)).not.toContain(SECRET)
}

const NAMES =
  'providers p kind models name type deployments provider model fallbacks aliases fallback chains triggers default keys ' +
  'key routing chat candidates modelName weight nativeFallback failoverOn require capabilities context_window ip allow ' +
  'timeouts server retry mid_stream __proto__ constructor toString hasOwnProperty'

const WORDS = [
  'openai',
  'p',
  'm',
  'chat',
  'any',
  '5xx',
  'latency',
  'all',
  '*',
  'p/*',
  'p/m',
  '${A}',
  '${N}',
  '${GONE}',
  '${',
  '',
]

const scalar = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.string(),
)
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES.split(' ')), tie('tree'), { maxKeys: 4 }),
  ),
}))
const section = (...names: string[]) =>
  fc.record(Object.fromEntries(names.map((name) => [name, tree])), { requiredKeys: [] })
const file = fc.record(
  {
    providers: fc.oneof(
      tree,
      fc.dictionary(fc.constantFrom('p', 'q', 'a/b'), section('kind', 'api_key', 'base_url')),
    ),
    models: fc.oneof(
      tree,
      fc.array(section('name', 'type', 'aliases', 'fallbacks', 'deployments', 'strategy'), { maxLength: 3 }),
    ),
    fallback: section('default', 'triggers', 'chains', 'mid_stream'),
    keys: fc.oneof(
      tree,
      fc.array(section('name', 'key', 'models', 'routing', 'ip', 'limits'), { maxLength: 3 }),
    ),
    timeouts: tree,
    server: tree,
  },
  { requiredKeys: [] },
)

describe('text that nobody meant to be a configuration', () => {
  const marks = fc.constantFrom(
    ...'{}[],:-?&*!|>%@`#"\'\n \t$~ab0'.split(''),
    '${',
    '${A}',
    '${N}',
    '&a ',
    '*a',
    '<<: ',
  )

  it.each([
    ['any text', 500, fc.string({ unit: 'binary', maxLength: 200 })],
    ['made of the marks of YAML', 1500, fc.array(marks, { maxLength: 60 }).map((parts) => parts.join(''))],
    ['JSON', 300, fc.json()],
    ['nearly a configuration', 300, file.map((value) => stringify(value))],
  ])('is refused, never thrown back: %s', (_what, numRuns, text) => {
    expect(() => fc.assert(fc.property(text, survives), { numRuns })).not.toThrow()
  })
})
