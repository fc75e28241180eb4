import { describe, expect, it } from 'vitest'
import { formatProblem } from './format-problems.ts'
import { readConfig } from './read-config.ts'

const FILE = `
providers: { openai: { kind: openai, api_key: x }, local: { kind: openai-compatible, base_url: "http://127.0.0.1:1/v1" } }
models:
  - { name: known, deployments: [{ provider: openai, model: gpt-4o }] }
  - { name: unknown, deployments: [{ provider: openai, model: gpt-4o }, { provider: local, model: llama }] }
  - { name: declared, price: { input: 1, output: 2 }, deployments: [{ provider: local, model: llama }] }
fallback:
  chains: [{ name: c, models: [{ model: declared }, { provider: openai, model: gpt-4o }, { provider: local, model: qwen }] }]
`
const BUDGET = '{ budget: { usd: 5 } }'

function warnings(rest: string): string[] {
  const { warnings: found } = readConfig(FILE + rest, { env: {}, readFile: () => '' })
  return found.map(formatProblem)
}

describe('models without a known price', () => {
  it.each([
    ['of the organisation', `organisation: ${BUDGET}\nkeys: [{ name: k, key: s }]`],
    ['of a key', `keys: [{ name: k, key: s, limits: ${BUDGET} }]`],
  ])('are told of where there is a budget %s', (_whose, rest) => {
    expect(warnings(rest)).toEqual([
      'models[1].deployments[1].model: no price is known: it costs a budget nothing; set the price of the model',
      'fallback.chains[0].models[2].model: no price is known: it costs a budget nothing; set the price of a model with this deployment',
    ])
  })

  it('are nothing to tell of without one', () => {
    expect(warnings('keys: [{ name: k, key: s }]')).toEqual([])
  })
})
