import { describe, expect, it } from 'vitest'
import type { Chain } from '#domain/model'
import type { ModelName } from '#domain/names'
import { NO_TRIGGERS } from '#domain/trigger-set'
import { configuration, deployment, model, virtualKey } from '#simulator/sample'
import { resolveName } from './resolve-name.ts'

const plain = model('gpt-4o', [deployment('gpt-4o/one')])
const slashed = model('openai/gpt-4o', [deployment('slashed/one')])
const tagged = model('llama3:8b', [deployment('llama/one')])
const chain: Chain = {
  kind: 'chain',
  name: 'safe' as ModelName,
  type: 'chat',
  steps: [{ model: plain, deployments: plain.deployments, priority: null }],
  strategy: 'failover',
  conditions: { set: NO_TRIGGERS, latencyMs: null, limitShare: null, breaker: null },
  retry: null,
  timeouts: {},
}
const config = configuration([plain, slashed, tagged], {
  chains: new Map([['safe', chain]]),
  aliases: new Map([
    ['fast', 'gpt-4o'],
    ['safest', 'safe'],
    ['dangling', 'nowhere'],
  ]),
  implicitModel: (provider, upstream) =>
    provider === 'openai' || provider === 'groq'
      ? model(`${provider}/${upstream}`, [deployment(`${provider}/${upstream}`)])
      : null,
})

const outcome = (name: string, models: readonly string[]): string => {
  const resolution = resolveName(name, config, virtualKey({ models }))
  return resolution.kind === 'found' ? resolution.target.name : resolution.kind
}

describe('a name', () => {
  it.each([
    // name, grants, what it stands for
    ['gpt-4o', ['*'], 'gpt-4o'],
    ['gpt-4o', ['gpt-4o'], 'gpt-4o'],
    ['gpt-4o', ['other'], 'not_granted'],
    ['gpt-4o', [], 'not_granted'],
    ['llama3:8b', ['*'], 'llama3:8b'],
    // chains
    ['safe', ['*'], 'safe'],
    ['safe', ['safe'], 'safe'],
    ['safe', ['gpt-4o'], 'not_granted'],
    // a chain does not grant its steps by their own names
    ['gpt-4o', ['safe'], 'not_granted'],
    // aliases grant what they stand for, and the other way round
    ['fast', ['*'], 'gpt-4o'],
    ['fast', ['fast'], 'gpt-4o'],
    ['fast', ['gpt-4o'], 'gpt-4o'],
    ['gpt-4o', ['fast'], 'gpt-4o'],
    ['safest', ['safe'], 'safe'],
    ['fast', ['safest'], 'not_granted'],
    ['dangling', ['*', 'dangling'], 'unknown'],
    // configured names with a slash come before direct calls
    ['openai/gpt-4o', ['*'], 'openai/gpt-4o'],
    ['openai/gpt-4o', ['openai/*'], 'not_granted'],
    // direct calls
    ['openai/o3', ['*'], 'not_granted'],
    ['openai/o3', ['openai/*'], 'openai/o3'],
    ['openai/o3', ['openai/o3'], 'not_granted'],
    ['openai/o3', ['groq/*'], 'not_granted'],
    ['openai/o3', ['open/*', 'openai*', 'openai/'], 'not_granted'],
    ['groq/meta/llama-4', ['groq/*'], 'groq/meta/llama-4'],
    ['nobody/o3', ['nobody/*', '*'], 'unknown'],
    // shapes that are no names
    ['', ['*'], 'unknown'],
    ['/o3', ['*', '/*'], 'unknown'],
    ['openai/', ['*', 'openai/*'], 'unknown'],
    ['gpt-4o ', ['*'], 'unknown'],
    ['GPT-4O', ['*'], 'unknown'],
    ['constructor', ['*'], 'unknown'],
    ['__proto__', ['*'], 'unknown'],
  ] as const)('%j is, for a key that may use %j, %s', (name, grants, expected) => {
    expect(outcome(name, grants)).toBe(expected)
  })

  it('is exact before it is an alias', () => {
    const shadowed = configuration([plain, tagged], { aliases: new Map([['gpt-4o', 'llama3:8b']]) })
    const resolution = resolveName('gpt-4o', shadowed, virtualKey())
    expect(resolution).toMatchObject({ kind: 'found', target: { name: 'gpt-4o' } })
  })
})
