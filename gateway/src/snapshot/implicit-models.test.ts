import { describe, expect, it } from 'vitest'
import type { Configuration } from '#domain/configuration'
import { compile } from './compile.ts'
import { formatProblem } from './format-problems.ts'
import { readConfig } from './read-config.ts'

function compiled(text: string): Configuration {
  const result = readConfig(text, { env: {}, readFile: () => '' })
  if (result.kind === 'refused') throw new Error(result.problems.map(formatProblem).join('\n'))
  return compile({ file: result.file, version: result.version, warnings: result.warnings.map(formatProblem) })
}

const PROVIDERS = `providers:
  openai: { kind: openai, api_key: sk-1, region: us, timeouts: { connect_ms: 2, idle_ms: 2, answer_ms: 2 } }
  local: { kind: openai-compatible, base_url: "http://127.0.0.1:8000/v1/", headers: { x-a: b }, query: { v: "1" } }
`

describe('models that nobody declared', () => {
  const configuration = compiled(`${PROVIDERS}
models: [{ name: gpt, deployments: [{ provider: openai, model: gpt-4o }] }]
timeouts: { total_ms: 9 }
`)
  const { implicitModel } = configuration

  it('have one deployment with the settings of file and provider', () => {
    const model = implicitModel('openai', 'gpt-4o-mini')
    expect(model).toMatchObject({
      name: 'openai/gpt-4o-mini',
      type: 'chat',
      fallbacks: null,
      timeouts: { totalMs: 9 },
    })
    expect(model?.deployments).toMatchObject([
      {
        label: 'gpt-4o-mini/openai',
        upstreamModel: 'gpt-4o-mini',
        apiKey: 'sk-1',
        timeouts: { connectMs: 2, totalMs: 9 },
      },
    ])
  })

  it('are the same ones again, and deeply frozen', () => {
    expect(implicitModel('openai', 'a')).toBe(implicitModel('openai', 'a'))
    expect(Object.isFrozen(implicitModel('openai', 'a')?.deployments[0]?.timeouts)).toBe(true)
  })

  it('keep their ids when more are asked for than are remembered', () => {
    const before = implicitModel('openai', 'a')
    for (let i = 0; i < 1_100; i += 1) implicitModel('local', `model-${i}`)
    const after = implicitModel('openai', 'a')
    expect(after).not.toBe(before)
    expect(after?.deployments[0]?.id).toBe(before?.deployments[0]?.id)
  })

  it('do not take the label of a declared deployment', () => {
    expect(implicitModel('openai', 'gpt')?.deployments[0]?.label).toBe('gpt/openai#2')
  })

  it.each([
    ['an unknown provider', 'opnai', 'x'],
    ['a member of every object', 'constructor', 'x'],
    ['no name', 'openai', ''],
    ['a line break', 'openai', 'a\r\nx-header: b'],
    ['a name beyond all length', 'openai', 'x'.repeat(300)],
  ])('are not made for %s', (_what, provider, name) => {
    expect(implicitModel(provider, name)).toBeNull()
  })
})
