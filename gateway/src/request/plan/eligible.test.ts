import { describe, expect, it } from 'vitest'
import type { Deployment } from '#domain/deployment'
import type { HealthView } from '#domain/health'
import type { Capability, Model } from '#domain/model'
import type { Accepted } from '#domain/request'
import { admitted, deployment, model } from '#simulator/sample'
import { candidatesOf } from './candidate.ts'
import { keepEligible } from './eligible.ts'

interface Moment {
  /** Label → milliseconds until there is room. */
  readonly waits?: Readonly<Record<string, number>>
  readonly body?: Partial<Accepted['body']>
  readonly share?: number
  readonly asked?: { tokens: number; share: number; deployment: string }[]
}

function keep(models: readonly Model[], { waits = {}, body = {}, share = 1, asked = [] }: Moment = {}) {
  const health: HealthView = {
    demotion: () => null,
    expectedOutput: () => 100,
    waitMs: (one, need) => {
      asked.push({ ...need, deployment: one.label })
      return waits[one.label] ?? 0
    },
  }
  const { kept, excluded } = keepEligible(
    models.flatMap((one) => candidatesOf(one, null)),
    {
      accepted: admitted('m', { body }).accepted,
      health,
      now: 0,
      limitShare: share,
      reserveTokens: () => 42,
    },
  )
  return { kept: kept.flatMap(({ deployments }) => deployments.map(({ label }) => label)), excluded }
}

const limited = (label: string): Deployment => deployment(label, { tokensPerMinute: 1_000 })
const able = (...capabilities: Capability[]): Partial<Model> => ({ capabilities: new Set(capabilities) })

describe('a deployment is excluded', () => {
  it('when it is disabled', () => {
    const { kept, excluded } = keep([model('m', [deployment('a', { enabled: false }), deployment('b')])])
    expect(kept).toEqual(['b'])
    expect(excluded).toEqual([{ deployment: 'a', reason: 'disabled', kind: 'disabled', retryAfterMs: null }])
  })

  it('when a limit of ours has no room, with the time until it has', () => {
    const { kept, excluded } = keep([model('m', [limited('a'), limited('b')])], { waits: { a: 1_500 } })
    expect(kept).toEqual(['b'])
    expect(excluded).toEqual([
      { deployment: 'a', reason: 'limit reached, room in 2 s', kind: 'limit', retryAfterMs: 1_500 },
    ])
  })

  it('by what it would reserve and the share of the limit that may be used', () => {
    const asked: { tokens: number; share: number; deployment: string }[] = []
    const places = [limited('t'), deployment('r', { requestsPerMinute: 5 }), deployment('free')]
    keep([model('m', places)], { share: 0.8, asked })
    expect(asked).toEqual([
      { tokens: 42, share: 0.8, deployment: 't' },
      { tokens: 42, share: 0.8, deployment: 'r' },
    ])
  })

  it.each([
    [['tools', 'vision'], ['tools'], 'does not have vision'],
    [['tools', 'vision'], [], 'does not have tools, vision'],
    [['tools'], ['tools', 'audio'], null],
    [[], [], null],
  ] as const)('when the request needs %j and the model has %j: %s', (needs, has, reason) => {
    const { kept, excluded } = keep([model('m', [deployment('a')], able(...has))], { body: { needs } })
    expect(kept).toEqual(reason === null ? ['a'] : [])
    expect(excluded.map((one) => [one.kind, one.reason])).toEqual(
      reason === null ? [] : [['ability', reason]],
    )
  })

  it('not for capabilities that nobody knows', () => {
    expect(keep([model('m', [deployment('a')])], { body: { needs: ['tools', 'audio'] } }).kept).toEqual(['a'])
  })
})

describe('the context window', () => {
  const small = (label: string, more: Partial<Model> = {}): Model =>
    model(label, [deployment(label)], { contextWindow: 1_000, ...more })
  const large = (label: string, place: Partial<Deployment> = {}, more: Partial<Model> = {}): Model =>
    model(label, [deployment(label, { tokensPerMinute: 9, ...place })], { contextWindow: 10_000, ...more })

  it.each([
    // estimate, alone, with one that fits
    [999, true, true],
    [1_000, true, true],
    [1_001, true, false],
    [1_500, true, false],
    [1_501, false, false],
  ])('of 1000 takes about %i tokens alone: %s, beside one that fits: %s', (tokens, alone, beside) => {
    const body = { estimatedInputTokens: tokens }
    expect(keep([small('s')], { body }).kept).toEqual(alone ? ['s'] : [])
    expect(keep([small('s'), large('l')], { body }).kept).toEqual(beside ? ['s', 'l'] : ['l'])
    expect(keep([large('l'), small('s')], { body }).kept).toEqual(beside ? ['l', 's'] : ['l'])
  })

  it('that nobody knows fits', () => {
    const unknown = model('u', [deployment('u')])
    const body = { estimatedInputTokens: 1_200 }
    expect(keep([small('s'), unknown], { body }).kept).toEqual(['u'])
  })

  it.each([
    ['is disabled', large('l', { enabled: false }), {}],
    ['is full', large('l'), { waits: { l: 5 } }],
    ['lacks a capability', large('l', {}, able()), {}],
  ] as const)('a little too small still serves where the one that would fit %s', (_why, other, moment) => {
    const body = { estimatedInputTokens: 1_200, needs: ['tools'] as const }
    expect(keep([small('s', able('tools')), other], { ...moment, body }).kept).toEqual(['s'])
  })

  it('says in the reason how large it is and how large the request', () => {
    const { excluded } = keep([small('s')], { body: { estimatedInputTokens: 5_000 } })
    expect(excluded).toEqual([
      {
        deployment: 's',
        reason: 'context window of 1000 tokens is too small for about 5000',
        kind: 'ability',
        retryAfterMs: null,
      },
    ])
  })
})
