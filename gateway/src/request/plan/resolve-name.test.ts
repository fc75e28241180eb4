import { describe, expect, it } from 'vitest'
import { chainOf, configuration, deployment, model, virtualKey } from '#simulator/sample'
import { resolveName } from './resolve-name.ts'

const plain = model('gpt-4o', [deployment('gpt-4o/one')])
const slashed = model('openai/gpt-4o', [deployment('slashed/one')])
const tagged = model('llama3:8b', [deployment('llama/one')])
const safe = chainOf('safe', [plain])
const config = configuration([plain, slashed, tagged], {
  chains: new Map([['safe', safe]]),
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

describe('a suffix', () => {
  const sorted = (name: string, models: readonly string[] = ['*']) => {
    const resolution = resolveName(name, config, virtualKey({ models }))
    return resolution.kind === 'found' ? [resolution.target.name, resolution.strategy] : resolution.kind
  }

  it.each([
    ['gpt-4o:nitro', ['gpt-4o', 'throughput']],
    ['gpt-4o:floor', ['gpt-4o', 'cost']],
    ['fast:floor', ['gpt-4o', 'cost']],
    ['safe:nitro', ['safe', 'throughput']],
    ['openai/gpt-4o:floor', ['openai/gpt-4o', 'cost']],
    ['llama3:8b:nitro', ['llama3:8b', 'throughput']],
    ['llama3:8b', ['llama3:8b', null]],
    ['gpt-4o:free', 'unknown'],
    ['gpt-4o:', 'unknown'],
    [':nitro', 'unknown'],
    ['nobody:nitro', 'unknown'],
    ['gpt-4o:nitro:floor', 'unknown'],
  ])('in %s: %j', (name, expected) => {
    expect(sorted(name)).toEqual(expected)
  })

  it('is granted with the name before it', () => {
    expect(sorted('gpt-4o:nitro', ['gpt-4o'])).toEqual(['gpt-4o', 'throughput'])
    expect(sorted('gpt-4o:nitro', ['safe'])).toBe('not_granted')
  })

  it('belongs to a model that is called like that', () => {
    const named = configuration([plain, model('gpt-4o:nitro', [deployment('own')])])
    expect(resolveName('gpt-4o:nitro', named, virtualKey())).toMatchObject({
      target: { name: 'gpt-4o:nitro' },
      strategy: null,
    })
  })

  it('of a direct call is the provider’s own', () => {
    expect(sorted('groq/llama:nitro', ['groq/*'])).toEqual(['groq/llama:nitro', null])
  })
})

describe('what a catalog calls a model', () => {
  const slugs = new Map([['openai/gpt-5', 'gpt-4o']])
  const known = { ...config, modelOfSlug: (slug: string) => slugs.get(slug) ?? null }
  const outcomeOf = (name: string, models: readonly string[]) => {
    const resolution = resolveName(name, known, virtualKey({ models }))
    return resolution.kind === 'found' ? [resolution.target.name, resolution.strategy] : resolution.kind
  }

  it.each([
    // name, grants, what it stands for
    ['openai/gpt-5', ['*'], ['gpt-4o', null]],
    ['openai/gpt-5', ['gpt-4o'], ['gpt-4o', null]],
    ['openai/gpt-5:floor', ['gpt-4o'], ['gpt-4o', 'cost']],
    // before the direct call, but not in its way
    ['openai/gpt-5', ['*', 'openai/*'], ['gpt-4o', null]],
    ['openai/gpt-5', ['openai/*'], ['openai/gpt-5', null]],
    ['openai/gpt-5', ['llama3:8b'], 'not_granted'],
    // an exact name comes first
    ['openai/gpt-4o', ['*'], ['openai/gpt-4o', null]],
  ] as const)('%s is, for a key that may use %j, %j', (name, grants, expected) => {
    expect(outcomeOf(name, grants)).toEqual(expected)
  })
})
