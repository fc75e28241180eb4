import { describe, expect, it } from 'vitest'
import type { Deployment } from '#domain/deployment'
import type { ManualState } from '#domain/health'
import type { Capability, Chain, Model, Regions } from '#domain/model'
import { NO_CONDITIONS } from '#domain/model'
import type { Accepted } from '#domain/request'
import type { Selection } from '#domain/selection'
import { admitted, chainOf, deployment, model, WANTS_NOTHING } from '#simulator/sample'
import { candidatesOf } from './candidate.ts'
import { sampleHealth } from '#simulator/sample-health'
import type { Unreachable } from './eligible.ts'
import { keepEligible } from './eligible.ts'
import type { Uncarried } from './unselected.ts'

interface Moment {
  /** Label → milliseconds until there is room. */
  readonly waits?: Readonly<Record<string, number>>
  readonly body?: Partial<Accepted['body']>
  readonly share?: number
  readonly asked?: { tokens: number; share: number; deployment: string }[]
  readonly drained?: Readonly<Record<string, ManualState>>
  readonly controls?: Partial<Accepted['controls']>
  readonly regions?: Regions
  readonly uncarried?: Uncarried
  readonly unreachable?: Unreachable
}

function keep(
  models: readonly (Model | Chain)[],
  { waits = {}, body = {}, share = 1, asked = [], drained = {}, controls = {}, ...rest }: Moment = {},
) {
  const health = sampleHealth({
    drained: ({ label }) => drained[label] ?? null,
    expectedOutput: () => 100,
    waitMs: (one, need) => {
      asked.push({ ...need, deployment: one.label })
      return waits[one.label] ?? 0
    },
  })
  const { regions = null, uncarried = null, unreachable = null } = rest
  const { kept, excluded } = keepEligible(
    models.flatMap((one) => candidatesOf(one, null)),
    {
      accepted: admitted('m', { body, controls }).accepted,
      health,
      now: 0,
      limitShare: share,
      reserveTokens: () => 42,
      spending: null,
      regions,
      uncarried,
      unreachable,
    },
  )
  return { kept: kept.flatMap(({ deployments }) => deployments.map(({ label }) => label)), excluded }
}

const limited = (label: string): Deployment => deployment(label, { tokensPerMinute: 1_000 })
const able = (...capabilities: Capability[]): Partial<Model> => ({ capabilities: new Set(capabilities) })

describe('a deployment is excluded', () => {
  it('while an operator has drained it, with what was said about it', () => {
    const manual = { state: 'drained', since: 0, by: 'token' } as const
    const { kept, excluded } = keep([model('m', [deployment('a'), deployment('b'), deployment('c')])], {
      drained: {
        a: { ...manual, until: 60_000, reason: 'key rotation' },
        b: { ...manual, until: null, reason: 'incident 7' },
      },
    })
    expect(kept).toEqual(['c'])
    expect(excluded.map(({ reason, kind }) => [reason, kind])).toEqual([
      ['drained for 60 s more: key rotation', 'disabled'],
      ['drained until it is reset: incident 7', 'disabled'],
    ])
  })

  it('when it is disabled', () => {
    const { kept, excluded } = keep([model('m', [deployment('a', { enabled: false }), deployment('b')])])
    expect(kept).toEqual(['b'])
    expect(excluded).toEqual([{ deployment: 'a', reason: 'disabled', kind: 'disabled', retryAfterMs: null }])
  })

  it('when it cannot be sent such requests, whatever else there is to say about it', () => {
    const unreachable: Unreachable = ({ dialect }, { label }) =>
      label === 'a' ? `has no ${dialect} endpoint` : null
    const { kept, excluded } = keep([model('m', [limited('a'), limited('b')])], {
      unreachable,
      waits: { a: 1_500 },
    })
    expect(kept).toEqual(['b'])
    const reason = 'has no openai-chat endpoint'
    expect(excluded).toEqual([{ deployment: 'a', reason, kind: 'ability', retryAfterMs: null }])
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

describe('regions that are allowed', () => {
  const places = [
    deployment('eu', { region: 'eu' }),
    deployment('us', { region: 'us' }),
    deployment('unknown'),
  ]

  it('exclude the others, and what is not known', () => {
    const { kept, excluded } = keep([model('m', places)], { regions: { prefer: [], allow: ['eu', 'uk'] } })
    expect(kept).toEqual(['eu'])
    expect(excluded.map(({ deployment: label, reason, kind }) => [label, kind, reason])).toEqual([
      ['us', 'policy', 'is in region us; allowed are eu, uk'],
      ['unknown', 'policy', 'its region is not known; allowed are eu, uk'],
    ])
  })

  it('of a fallback hold for it wherever it stands', () => {
    const regions = { prefer: [], allow: ['us'] }
    const own = { conditions: { ...NO_CONDITIONS, regions } }
    expect(keep([model('m', places), model('n', [deployment('n/eu', { region: 'eu' })], own)]).kept).toEqual([
      'eu',
      'us',
      'unknown',
    ])
    const chained = chainOf('c', [model('n', places)], own)
    expect(keep([chained]).kept).toEqual(['us'])
  })

  it('may leave nothing at all', () => {
    const { kept, excluded } = keep([model('m', places)], { regions: { prefer: [], allow: [] } })
    expect(kept).toEqual([])
    expect(excluded[0]?.reason).toBe('is in region eu; allowed are none')
  })
})

describe('what a chain requires', () => {
  const require = { contextWindow: 1_000, capabilities: ['tools'] as const }

  it.each([
    [{ contextWindow: 999 }, 'context window of 999 tokens, the chain c requires 1000'],
    [{ capabilities: new Set<Capability>(['vision']) }, 'lacks tools, which the chain c requires'],
    [{ contextWindow: 1_000, capabilities: new Set<Capability>(['tools']) }, null],
    [{}, null],
  ])('of a step with %j: %s', (more, reason) => {
    const { kept, excluded } = keep([chainOf('c', [model('m', [deployment('a')], more)], { require })])
    expect(kept).toEqual(reason === null ? ['a'] : [])
    expect(excluded.map((one) => [one.kind, one.reason])).toEqual(
      reason === null ? [] : [['ability', reason]],
    )
  })
})

describe('what a request wants of places', () => {
  const asking = (more: Partial<Selection>) => ({ controls: { selection: { ...WANTS_NOTHING, ...more } } })

  it('excludes as policy, before limits are looked at', () => {
    const { kept, excluded } = keep([model('m', [limited('a'), limited('b')])], {
      ...asking({ ignore: ['a'] }),
      waits: { a: 5_000 },
    })
    expect(kept).toEqual(['b'])
    expect(excluded).toEqual([
      { deployment: 'a', reason: 'is to be ignored, the request says', kind: 'policy', retryAfterMs: null },
    ])
  })

  it('leaves a window that is a little too small where the one that fits is not wanted', () => {
    const small = model('s', [deployment('s')], { contextWindow: 1_000 })
    const large = model('l', [deployment('l')], { contextWindow: 10_000 })
    const body = { estimatedInputTokens: 1_200 }
    expect(keep([small, large], { ...asking({ ignore: ['l'] }), body }).kept).toEqual(['s'])
  })

  it('asks what cannot be carried only where parameters are required', () => {
    const asked: string[] = []
    const uncarried: Uncarried = (_accepted, one, { label }) => {
      asked.push(`${one.name} at ${label}`)
      return label === 'a' ? ['logit_bias: there is no such thing'] : []
    }
    const models = [model('m', [deployment('a'), deployment('b')])]
    expect(keep(models, { ...asking({ ignore: ['x'] }), uncarried }).kept).toEqual(['a', 'b'])
    expect(asked).toEqual([])
    const { kept, excluded } = keep(models, { ...asking({ requireParameters: true }), uncarried })
    expect(kept).toEqual(['b'])
    expect(excluded[0]?.reason).toBe(
      'the request requires its parameters: logit_bias: there is no such thing',
    )
    expect(asked).toContain('m at a')
  })
})
