import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnswerChoice, CheckedAnswer, CheckPorts, QualityCheck } from '#domain/quality'
import { admitted } from '#simulator/sample'
import type { Check } from '../check.ts'
import { checkAnswer, compileChecks } from '../check-answer.ts'
import { CHECKS } from './index.ts'

const encoder = new TextEncoder()
const REGISTRY: readonly Check[] = CHECKS

/** The least that each kind can be written with. */
const ENTRIES: Readonly<Record<QualityCheck['kind'], Parameters<typeof compileChecks>[0][number]>> = {
  non_empty: 'non_empty',
  not_truncated: 'not_truncated',
  not_refusal: 'not_refusal',
  min_length: { type: 'min_length', chars: 3 },
  valid_json: 'valid_json',
  json_schema: 'json_schema',
  matches: { type: 'matches', pattern: 'x' },
  webhook: { type: 'webhook', url: 'http://127.0.0.1/' },
  judge: { type: 'judge', model: 'm' },
}

const choice = (members: Partial<AnswerChoice> = {}): AnswerChoice => ({
  text: '',
  refusal: null,
  finish: 'stop',
  beyondText: false,
  ...members,
})
const answer = (choices: readonly AnswerChoice[], request: object = {}): CheckedAnswer => ({
  requestId: 'r',
  key: admitted('m').key,
  dialect: 'openai-chat',
  choices,
  deployment: 'm/p',
  model: 'm',
  streamed: false,
  request: encoder.encode(JSON.stringify(request)),
})

const FAILING: CheckPorts = {
  examine: async () => ({ kind: 'gave_up', detail: 'too slow' }),
  post: async () => ({ kind: 'failed', detail: 'no connection' }),
  ask: async () => ({ kind: 'failed', detail: 'nobody there' }),
}
const PASSING: CheckPorts = {
  examine: async () => ({ kind: 'yes' }),
  post: async () => ({ kind: 'answered', body: { pass: true } }),
  ask: async () => ({ kind: 'answered', text: '{"score": 1}' }),
}

describe('the registry of checks', () => {
  it('has every file of its folder, named after its id', () => {
    const files = readdirSync(import.meta.dirname)
      .filter((file) => !/^index|\.test\.ts$/u.test(file))
      .map((file) => file.replace(/\.ts$/u, '').replaceAll('-', '_'))
    expect(CHECKS.map(({ id }) => id).toSorted()).toEqual(files.toSorted())
  })
})

describe.each(REGISTRY.map((check) => [check.id, check] as const))('the check %s', (id, check) => {
  const [compiled] = compileChecks([ENTRIES[id]])
  const arbitrary = fc
    .array(
      fc.record({
        text: fc.oneof(fc.string(), fc.json()),
        refusal: fc.option(fc.string({ minLength: 1 }), { nil: null }),
        finish: fc.option(fc.constantFrom('stop', 'length', 'tool_calls', 'x'), { nil: null }),
        beyondText: fc.boolean(),
      }),
      { maxLength: 3 },
    )
    .map((choices) => answer(choices))

  it('compiles to plain data of its own kind, the same every time', () => {
    expect(compiled?.kind).toBe(id)
    expect(structuredClone(compiled)).toEqual(compiled)
    expect(compileChecks([ENTRIES[id]])).toEqual([compiled])
  })

  it('comes to a verdict on whatever answer, and its scores are shares', async () => {
    await fc.assert(
      fc.asyncProperty(arbitrary, fc.constantFrom(FAILING, PASSING), async (one, ports) => {
        const verdict = await check.run(compiled as QualityCheck, one, ports)
        expect(['passed', 'failed', 'unchecked']).toContain(verdict.kind)
        if (verdict.kind !== 'unchecked' && verdict.score !== undefined) {
          expect(verdict.score).toBeGreaterThanOrEqual(0)
          expect(verdict.score).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('never repeats the answer in what it says of it', async () => {
    const secret = 'Xq7-planted-text'
    const one = answer([choice({ text: secret, refusal: secret, finish: 'length' })])
    for (const ports of [FAILING, PASSING]) {
      expect(JSON.stringify(await check.run(compiled as QualityCheck, one, ports))).not.toContain(secret)
    }
  })

  it('lets a tool call pass that comes without text', async () => {
    const call = answer([choice({ beyondText: true, finish: 'tool_calls' })])
    expect((await check.run(compiled as QualityCheck, call, PASSING)).kind).not.toBe('failed')
  })

  it('fails no answer because something outside did not work, unless it is required', async () => {
    const good = answer([choice({ text: '{"ok": true}' })], {
      response_format: { type: 'json_schema', json_schema: { schema: {} } },
    })
    const verdict = await check.run(compiled as QualityCheck, good, FAILING)
    expect(verdict.kind).not.toBe('failed')
    if (compiled === undefined || !('required' in compiled)) return
    expect((await check.run({ ...compiled, required: true }, good, FAILING)).kind).toBe('failed')
  })
})

describe('what single checks say', () => {
  const verdict = async (
    entry: Parameters<typeof compileChecks>[0][number],
    choices: readonly Partial<AnswerChoice>[],
    { ports = PASSING, request = {} }: { ports?: CheckPorts; request?: object } = {},
  ): Promise<string> => {
    const checked = await checkAnswer(compileChecks([entry]), answer(choices.map(choice), request), ports)
    if (checked.failure !== null) return `failed ${checked.score ?? '-'}`
    return checked.warnings.length > 0 ? 'unchecked' : `passed ${checked.score ?? '-'}`
  }

  it.each([
    ['non_empty', [{ text: 'a' }], 'passed 1'],
    ['non_empty', [{ text: ' \n' }], 'failed 0'],
    ['non_empty', [{ text: 'a' }, { text: '' }], 'failed 0'],
    ['non_empty', [], 'failed 0'],
    ['not_truncated', [{ finish: 'length' }], 'failed 0'],
    ['not_truncated', [{ finish: null }], 'passed 1'],
    ['valid_json', [{ text: ' {"a": 1}\n' }], 'passed 1'],
    ['valid_json', [{ text: '```json\n{}\n```' }], 'failed 0'],
    ['valid_json', [{ text: '' }], 'failed 0'],
    [{ type: 'min_length', chars: 3 }, [{ text: ' ab ' }], 'failed 0'],
    [{ type: 'min_length', chars: 3 }, [{ text: 'abc' }], 'passed 1'],
    ['not_refusal', [{ refusal: 'no' }], 'failed 0'],
    ['not_refusal', [{ text: "I'm sorry, but I can't help with that." }], 'failed 0'],
    ['not_refusal', [{ text: 'I’m sorry, I cannot assist with that request.' }], 'failed 0'],
    ['not_refusal', [{ text: 'As an AI language model, I am not able to provide that.' }], 'failed 0'],
    ['not_refusal', [{ text: 'Sorry for the wait! Here it is.' }], 'passed 1'],
    ['not_refusal', [{ text: "I can't help but smile at this." }], 'passed 1'],
    ['not_refusal', [{ text: 'She said: I cannot help you.' }], 'passed 1'],
    ['json_schema', [{ text: 'no JSON' }], 'passed 1'],
  ])('%j of %j: %s', async (entry, choices, expected) => {
    expect(await verdict(entry, choices)).toBe(expected)
  })

  it('takes the schema from the file, else from the request, and says who wrote it', async () => {
    const asked: unknown[] = []
    const ports: CheckPorts = {
      ...PASSING,
      examine: async ({ origin, ...rest }) => {
        asked.push([origin, 'schema' in rest ? rest.schema : null])
        return { kind: 'no', detail: 'wrong' }
      },
    }
    const request = { response_format: { type: 'json_schema', json_schema: { schema: { title: 'r' } } } }
    const entry = { type: 'json_schema', schema: { title: 'f' } }
    expect(await verdict('json_schema', [{ text: '{}' }], { ports, request })).toBe('failed 0')
    expect(await verdict(entry, [{ text: '{}' }], { ports, request })).toBe('failed 0')
    expect(asked).toEqual([
      ['request', { title: 'r' }],
      ['file', { title: 'f' }],
    ])
  })

  it('wants JSON where the request asks for JSON of no particular shape', async () => {
    const request = { response_format: { type: 'json_object' } }
    expect(await verdict('json_schema', [{ text: 'no' }], { request })).toBe('failed 0')
    expect(await verdict('json_schema', [{ text: '{}' }], { request })).toBe('passed 1')
  })

  it('turns a match round where it must not be there', async () => {
    const no: CheckPorts = { ...PASSING, examine: async () => ({ kind: 'no', detail: '' }) }
    const entry = { type: 'matches', pattern: 'x' }
    expect(await verdict(entry, [{ text: 'x' }])).toBe('passed 1')
    expect(await verdict(entry, [{ text: 'y' }], { ports: no })).toBe('failed 0')
    expect(await verdict({ ...entry, not: true }, [{ text: 'x' }])).toBe('failed 0')
    expect(await verdict({ ...entry, not: true }, [{ text: 'y' }], { ports: no })).toBe('passed 1')
  })

  it.each([
    [{ pass: true }, 'passed 1'],
    [{ pass: true, score: 0.75 }, 'passed 0.75'],
    [{ pass: false, score: 0.25, reason: 'dull' }, 'failed 0.25'],
    [{ pass: false, score: 7 }, 'failed 0'],
    [{ pass: 'yes' }, 'unchecked'],
    ['<html>', 'unchecked'],
  ])('a webhook that answers %j: %s', async (body, expected) => {
    const ports: CheckPorts = { ...PASSING, post: async () => ({ kind: 'answered', body }) }
    expect(await verdict(ENTRIES.webhook, [{ text: 'a' }], { ports })).toBe(expected)
  })

  it.each([
    ['{"score": 0.9}', 'passed 0.9'],
    ['Here you are:\n```json\n{"score": 0.2}\n```', 'failed 0.2'],
    ['{"score": 9}', 'unchecked'],
    ['good', 'unchecked'],
  ])('a judge that says %j: %s', async (text, expected) => {
    const ports: CheckPorts = { ...PASSING, ask: async () => ({ kind: 'answered', text }) }
    expect(await verdict(ENTRIES.judge, [{ text: 'a' }], { ports })).toBe(expected)
  })

  it('shows the judge the conversation and the answer, and the criteria of the file', async () => {
    const seen: string[] = []
    const ports: CheckPorts = {
      ...PASSING,
      ask: async ({ system, user }) => {
        seen.push(system, user)
        return { kind: 'answered', text: '{"score": 1}' }
      },
    }
    const request = { messages: [{ role: 'user', content: 'Why is the sky blue?' }] }
    const entry = { type: 'judge', model: 'm', prompt: 'It rhymes.' }
    await verdict(entry, [{ text: 'Because of the light.' }], { ports, request })
    expect(seen[0]).toContain('It rhymes.')
    expect(seen[1]).toMatch(/Why is the sky blue\?[^]*Because of the light\./u)
  })
})

describe('all checks together', () => {
  it('run in the order of what they cost, each once, and stop at the first that fails', async () => {
    const entries = [ENTRIES.judge, 'valid_json', 'non_empty', ENTRIES.judge] as const
    const checks = compileChecks(entries)
    expect(checks.map(({ kind }) => kind)).toEqual(['non_empty', 'valid_json', 'judge', 'judge'])
    const ports: CheckPorts = { ...PASSING, ask: () => Promise.reject(new Error('asked for nothing')) }
    const checked = await checkAnswer(checks, answer([choice({ text: 'no' })]), ports)
    expect(checked.failure).toEqual({ class: 'quality', detail: 'valid_json: the text is not JSON' })
  })

  it('count with the lowest score, and say which were not made', async () => {
    const checks = compileChecks(['non_empty', ENTRIES.matches, ENTRIES.webhook, ENTRIES.judge])
    const ports: CheckPorts = {
      examine: FAILING.examine,
      post: async () => ({ kind: 'answered', body: { pass: true, score: 0.75 } }),
      ask: async () => ({ kind: 'answered', text: '{"score": 0.5}' }),
    }
    const checked = await checkAnswer(checks, answer([choice({ text: 'x' })]), ports)
    expect(checked).toEqual({
      failure: null,
      score: 0.5,
      warnings: ['quality check matches was not made: too slow'],
    })
  })

  it('give no score where none of them could be made', async () => {
    const checks = compileChecks([ENTRIES.matches, ENTRIES.webhook])
    const { score, failure } = await checkAnswer(checks, answer([choice({ text: 'x' })]), FAILING)
    expect([score, failure]).toEqual([null, null])
  })
})
