import { describe, expect, it } from 'vitest'
import { readConfig } from './read-config.ts'
import { MODELS, problemsOf, PROVIDERS, readExample } from './read-example.ts'

describe('text that is not YAML', () => {
  it.each([
    ['nothing', ' \n', ['1:1 the file is empty']],
    ['a member twice', 'store: memory\nstore: memory', ['2:1 the member stands here twice']],
    [
      'an unknown tag',
      'store: !sk-secret x',
      ['1:8 a tag (!name) that is not known; put text that begins with ! in quotes'],
    ],
    [
      'an unknown alias',
      'store: *sk-secret',
      ['1:8 store: an alias (*name) without its anchor (&name); put text that begins with * in quotes'],
    ],
    ['only a comment', '# nothing yet', ['1:1 expected a section, got nothing']],
    ['a list', '- a', ['1:1 expected a section, got a list']],
    ['a member that is no word', '? [a]\n: b', ['1:1 a name of a member must be a plain word']],
    ['a dangerous member', '__proto__: { a: 1 }', ['1:1 a name of a member must be a plain word']],
    ['private characters', 'store: \ue000', ['1:1 contains private characters (U+E000–U+E006)']],
  ])('is refused: %s', (_what, text, problems) => {
    expect(problemsOf(text)).toEqual(problems)
  })

  it('is refused with the line and column of the mistake', () => {
    expect(problemsOf('server:\n  port: [1\n')[0]).toMatch(/^3:1 not valid YAML: /)
  })

  it('is refused when it is nested beyond reason or multiplies itself', () => {
    expect(problemsOf('['.repeat(50_000))[0]).toMatch(/^1:\d+ not valid YAML/)
    const levels = Array.from({ length: 8 }, (_, i) => `  a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}]`)
    expect(problemsOf(`providers:\n  a0: &a0 x\n${levels.join('\n')}`)).toContain(
      '1:1 more than 200000 values',
    )
  })

  it('takes anchors and aliases in reasonable amount', () => {
    const text = `${PROVIDERS}models:
  - { name: a, deployments: &places [{ provider: openai, model: gpt-4o }] }
  - { name: b, deployments: *places }
`
    expect(problemsOf(text)).toEqual([])
  })
})

describe('a file that is refused', () => {
  it.each([
    ['an unknown section', 'timeout: {}', ['1:1 timeout: unknown key; did you mean "timeouts"?']],
    [
      'an unknown member',
      `${MODELS}    strateggy: weighted`,
      ['9:5 models[1].strateggy: unknown key; did you mean "strategy"?'],
    ],
    [
      'a word outside a list of words',
      'stream: { malformed_event: dropp }',
      ['1:28 stream.malformed_event: must be one of drop, error; did you mean "drop"?'],
    ],
    ['the wrong type', 'server: { port: high }', ['1:17 server.port: expected a number, got text']],
    [
      'a number where text is due',
      'keys: [{ name: 1, key: x }]',
      ['1:16 keys[0].name: expected text, got a number; put it in quotes'],
    ],
    ['a section left empty', 'models:', ['1:8 models: expected a list, got nothing']],
    [
      'a missing member',
      `${PROVIDERS}models:\n  - name: a\n    deployments:\n      - model: x`,
      ['6:9 models[0].deployments[0].provider: missing; expected text'],
    ],
    ['a number out of range', 'retry: { max_attempts: 0 }', ['1:24 retry.max_attempts: must be at least 1']],
    [
      'an empty list of deployments',
      'models: [{ name: a, deployments: [] }]',
      ['1:34 models[0].deployments: must not be empty'],
    ],
    [
      'a kind that is misspelt',
      'providers: { p: { kind: opnai } }',
      ['1:25 providers.p.kind: unknown name; did you mean "openai"?'],
    ],
    [
      'a cloud without its place',
      'providers: { p: { kind: bedrock } }',
      ['1:17 providers.p.location: missing: kind bedrock needs location or region'],
    ],
    [
      'a trigger by an unknown name',
      'fallback: { triggers: [rate_limt] }',
      ['1:24 fallback.triggers[0]: unknown name; did you mean "rate_limit"?'],
    ],
    [
      'an unknown type of trigger',
      'fallback: { triggers: [{ type: latncy }] }',
      ['1:32 fallback.triggers[0].type: unknown name; did you mean "latency"?'],
    ],
    [
      'an unknown field of a trigger',
      'fallback: { triggers: [{ type: latency, treshold_ms: 5 }] }',
      ['1:41 fallback.triggers[0].treshold_ms: unknown key; did you mean "threshold_ms"?'],
    ],
    [
      'a trigger without its type',
      'fallback: { triggers: [{ enabled: true }] }',
      ['1:24 fallback.triggers[0].type: missing; unknown name'],
    ],
    [
      'an unknown type of model for a policy',
      'keys: [{ name: k, key: x, routing: { chatt: {} } }]',
      ['1:38 keys[0].routing.chatt: unknown key; did you mean "chat"?'],
    ],
    [
      'a range that is none',
      'server: { trusted_proxies: [10.0.0.0/33] }',
      ['1:29 server.trusted_proxies[0]: must be an IPv4 or IPv6 address or range, such as 10.0.0.0/8'],
    ],
  ])('says what and where: %s', (_what, text, problems) => {
    const found = problemsOf(text)
    expect(found).toHaveLength(problems.length)
    for (const [i, problem] of problems.entries()) expect(found[i]?.startsWith(problem)).toBe(true)
  })

  it('is refused with all that is wrong, by line', () => {
    const text = `server: { hots: x }
models:
  - name: a
    fallbacks: [b]
    deployments: [{ provider: p, model: \${GONE} }]
stroe: x
`
    expect(problemsOf(text)).toEqual([
      '1:11 server.hots: unknown key; did you mean "host"?',
      '4:17 models[0].fallbacks[0]: no model or chain is called "b"',
      '5:31 models[0].deployments[0].provider: no provider is called "p"',
      '5:41 models[0].deployments[0].model: the environment variable GONE is not set',
      '6:1 stroe: unknown key; did you mean "store"?',
    ])
  })
})

describe('what comes from variables', () => {
  it('is refused by place and name when it is not there', () => {
    expect(problemsOf('admin:\n  metrics_token: ${GONE}')).toEqual([
      '2:18 admin.metrics_token: the environment variable GONE is not set',
    ])
    expect(problemsOf('admin: { metrics_token: ${file:./gone} }')).toEqual([
      '1:25 admin.metrics_token: the file ./gone cannot be read: there is no such file or directory',
    ])
  })

  it('may stand in braces without quotes, and for numbers and truth values', () => {
    const result = readExample(
      'server: { port: ${PORT}, max_body_bytes: ${SIZE:-2048} }\nrouting: { fail_closed: ${YES} }',
    )
    if (result.kind === 'refused') throw new Error('refused')
    expect(result.file.server).toMatchObject({ port: 9090, max_body_bytes: 2048 })
    expect(result.file.routing.fail_closed).toBe(true)
  })

  it('is text where text is due, whatever it looks like', () => {
    const result = readExample('admin: { metrics_token: ${PORT} }')
    expect(result.kind === 'valid' && result.file.admin.metrics_token).toBe('9090')
  })

  it('never stands in a message or suggestion', () => {
    const text = `${MODELS}    strategy: \${NAME}
    fallbacks: ["\${NAME}"]
    type: \${NAME}
  - { name: "\${NAME}", deployments: [{ provider: "\${NAME}", model: x, base_url: "\${NAME}" }] }
  - { name: "\${NAME}", deployments: [{ provider: openai, model: x, weight: "\${NAME}" }] }
server: { port: "\${NAME}", host: 1 }
keys:
  - { name: a, key: "\${KEY}", models: ["\${NAME}x"], key_sha256: "\${KEY}", ip: { allow: ["\${NAME}"] } }
  - { name: b, key: "\${KEY}", routing: { chat: { failoverOn: ["\${NAME}"], candidates: [{ modelName: "\${NAME}y" }] } } }
store: "\${NAME}"
`
    const result = readExample(text)
    expect(result.kind).toBe('refused')
    expect(result.kind === 'refused' && result.problems.length).toBeGreaterThan(10)
    expect(JSON.stringify(result)).not.toContain('very-secret')
  })

  it('makes another version of the same text', () => {
    const text = 'admin: { metrics_token: ${T} }'
    const version = (token: string) => {
      const result = readConfig(text, { env: { T: token }, readFile: () => '' })
      return result.kind === 'valid' ? result.version : null
    }
    expect(version('a')).toMatch(/^[0-9a-f]{16}$/)
    expect(version('a')).toBe(version('a'))
    expect(version('a')).not.toBe(version('b'))
  })
})
