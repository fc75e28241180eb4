import { describe, expect, it } from 'vitest'
import type { Chain, Model } from '#domain/model'
import { RETRY, chain, configuration, deployment, model, virtualKey } from '#simulator/sample'
import { collectCandidates } from './collect-candidates.ts'

const chat = model('chat', [deployment('chat/one'), deployment('chat/two')])
const other = model('other', [deployment('other/one')])
const thinker = model('thinker', [deployment('thinker/one')], { type: 'reasoning' })
const painter = model('painter', [deployment('painter/one')], { type: 'image' })
const vectors = model('vectors', [deployment('vectors/one')], { type: 'embeddings' })
const vectors2 = model('vectors2', [deployment('vectors2/one')], { type: 'embeddings' })
const steps = [
  { model: other, deployments: other.deployments, priority: 7 },
  { model: chat, deployments: chat.deployments.slice(0, 1), priority: null },
  { model: chat, deployments: chat.deployments.slice(1), priority: null },
]
const premium = chain('chain', steps, {
  retry: { ...RETRY, maxAttempts: 4 },
  timeouts: { idleMs: 9 },
})
const config = configuration([chat, other, thinker, painter, vectors, vectors2], {
  chains: new Map([['chain', premium]]),
})

function collect(
  names: readonly (string | null)[],
  more: { target?: Model | Chain; models?: readonly string[]; priority?: number } = {},
) {
  return collectCandidates({
    configuration: config,
    key: virtualKey({ models: more.models ?? ['*'] }),
    target: more.target ?? chat,
    strategy: null,
    entries: names.map((name) => ({ name, priority: more.priority ?? null })),
  })
}

const tried = ({ candidates }: ReturnType<typeof collect>): readonly string[] =>
  candidates.map(({ model: { name } }) => name)

describe('collecting candidates', () => {
  it('keeps list order, the requested model where it stands', () => {
    expect(tried(collect([null, 'other', 'thinker']))).toEqual(['chat', 'other', 'thinker'])
    expect(tried(collect(['other']))).toEqual(['other'])
  })

  it.each([
    ['missing', ['*'], 'no model or chain has this name'],
    ['other', ['chat'], 'not granted to this key'],
    ['painter', ['*'], 'is of type image, the request of type chat'],
    ['chat', ['*'], 'stands in the list already'],
  ])('skips %s for a key that may use %j: %s', (name, models, reason) => {
    const collected = collect([null, name], { models })
    expect(tried(collected)).toEqual(['chat'])
    expect(collected.skipped).toEqual([{ deployment: name, reason }])
  })

  it('takes the steps of a chain with the grant of the chain, and their priorities and rules', () => {
    const { candidates, skipped } = collect(['chain'], { models: ['chain'] })
    expect(candidates.map(({ model: { name }, priority }) => [name, priority])).toEqual([
      ['other', 7],
      ['chat', null],
      ['chat', null],
    ])
    expect(candidates.every((candidate) => candidate.chain === premium)).toBe(true)
    expect(skipped).toEqual([])
  })

  it('tells steps of a chain that are the same model at several places apart', () => {
    const ids = collect(['chain']).candidates.map(({ id }) => id)
    expect(new Set(ids).size).toBe(3)
  })

  it('gives all steps of a chain the priority of the entry that names it', () => {
    const { candidates } = collect(['chain'], { priority: 2 })
    expect(candidates.map(({ priority }) => priority)).toEqual([2, 2, 2])
  })

  it('moves embeddings to another model where their own allows it', () => {
    const lenient = { ...vectors, allowModelChange: true } as const
    expect(tried(collect([null, 'vectors2'], { target: lenient }))).toEqual(['vectors', 'vectors2'])
  })

  it('never moves embeddings to another model', () => {
    const collected = collect([null, 'vectors2'], { target: vectors })
    expect(tried(collected)).toEqual(['vectors'])
    expect(collected.skipped).toEqual([
      { deployment: 'vectors2', reason: 'embeddings of another model are not comparable' },
    ])
  })
})
