import { describe, expect, it } from 'vitest'
import { movingOn, NO_CONDITIONS } from '#domain/model'
import type { Dialect, RequestControls } from '#domain/request'
import type { TriggerSet } from '#domain/trigger-set'
import { matches, NO_TRIGGERS, ofClasses, TRIGGER_SETS } from '#domain/trigger-set'
import { admitted, configuration, deployment, model, provider, virtualKey } from '#simulator/sample'
import { KEY_POLICY, MODELS, prepared } from '#simulator/sample-prepare'
import { prepare } from './prepare.ts'

describe('moves between candidates', () => {
  it.each([
    [null, 2],
    [0, 0],
    [1, 1],
    [2, 2],
    [9, 2],
  ])('with maxRetries %s are %i of three candidates', (maxRetries, expected) => {
    expect(prepared({ policy: { maxRetries } }).policy.maxMoves).toBe(expected)
  })

  it('are none where only the first candidate counts', () => {
    expect(prepared({ controls: { noFallback: true } }).policy.maxMoves).toBe(0)
    expect(prepared({ organisation: { routingEnabled: false } }).policy.maxMoves).toBe(0)
  })

  it('wait only where the key’s policy asks for it', () => {
    expect(prepared({ policy: { retryDelayMs: 250 } }).policy.moveDelayMs).toBe(250)
    expect(prepared({ policy: {} }).policy.moveDelayMs).toBe(0)
    expect(prepared({}).policy.moveDelayMs).toBe(0)
  })
})

describe('triggers in force', () => {
  const own = ofClasses('auth')
  const asked = ofClasses('permission')
  const list = { list: ['b'], control: 'models' } as const

  it.each([
    // asked by the request, list of the request, of the key, chain asked for → triggers, source
    [asked, true, own, 'a', asked, 'request'],
    [asked, false, own, 'a', asked, 'request'],
    [asked, false, null, 'chain', asked, 'request'],
    [null, true, own, 'a', TRIGGER_SETS.widest, 'request'],
    [null, false, own, 'a', own, 'key'],
    [null, false, own, 'chain', own, 'key'],
    [null, false, null, 'chain', TRIGGER_SETS.chain, 'chain'],
    [null, false, null, 'a', TRIGGER_SETS.standard, 'file'],
  ] as [TriggerSet | null, boolean, TriggerSet | null, string, TriggerSet, string][])(
    'row %#: the most specific explicit set wins, else that of the list',
    (triggers, ownList, ofKey, ask, expected, source) => {
      const { policy } = prepared({
        ask,
        controls: { conditions: triggers && movingOn(triggers), fallback: ownList ? list : null },
        ...(ofKey !== null && { policy: { conditions: movingOn(ofKey), candidates: null } }),
      })
      expect(policy.triggers).toEqual(expected)
      expect(policy.source.triggers).toBe(source)
    },
  )

  it('may be empty: then nothing moves', () => {
    expect(prepared({ controls: { conditions: NO_CONDITIONS } }).policy.triggers).toEqual(NO_TRIGGERS)
  })

  it('never have refusals in them where the organisation locks those', () => {
    const { policy } = prepared({
      controls: { conditions: movingOn(TRIGGER_SETS.any) },
      organisation: { refusalLock: true },
    })
    expect(matches(policy.triggers, { class: 'refusal' })).toBe(false)
    expect(matches(policy.triggers, { class: 'content_filter' })).toBe(false)
    expect(matches(policy.triggers, { class: 'invalid_request' })).toBe(true)
  })

  it('are not the request’s where the organisation forbids that, and a warning says so', () => {
    const { policy, warnings, candidates } = prepared({
      controls: { conditions: movingOn(asked), fallback: { list: [], control: 'backstay.fallback' } },
      organisation: { allowRequestOverride: false },
    })
    expect(policy.triggers).toEqual(TRIGGER_SETS.standard)
    expect(candidates).toHaveLength(3)
    expect(warnings).toEqual(['the organisation does not allow requests to bring their own routing: ignored'])
  })
})

describe('conditions of a chain', () => {
  it('are in force when the chain is asked for by name', () => {
    expect(prepared({ ask: 'chain' }).policy).toMatchObject({ latencyMs: 900, limitShare: 0.8 })
  })

  it('are not when the request or the key brings a list instead', () => {
    const fallback = { list: ['b'], control: 'backstay.fallback' } as const
    expect(prepared({ ask: 'chain', controls: { fallback } }).policy).toMatchObject({
      latencyMs: null,
      limitShare: 1,
    })
    expect(prepared({ ask: 'chain', policy: {} }).policy).toMatchObject({ latencyMs: null, limitShare: 1 })
  })
})

describe('preparing the same again', () => {
  const config = configuration(MODELS)
  const key = virtualKey()

  it('is done once for a key and a name', () => {
    expect(prepare(admitted('a', { key }), config)).toBe(prepare(admitted('a', { key }), config))
    expect(prepare(admitted('b', { key }), config)).not.toBe(prepare(admitted('a', { key }), config))
  })

  it.each([
    { fallback: { list: ['b'], control: 'backstay.fallback' } },
    { conditions: movingOn(TRIGGER_SETS.any) },
    { routing: 'balanced' },
    { noFallback: true },
    { partition: 'none' },
  ] as Partial<RequestControls>[])('is done anew for a request with %o of its own', (controls) => {
    const plain = prepare(admitted('a', { key }), config)
    const own = prepare(admitted('a', { key, controls }), config)
    expect(own).not.toEqual(plain)
    expect(prepare(admitted('a', { key }), config)).toBe(plain)
  })

  it('is done for each dialect, for which a key may have fallbacks of its own', () => {
    const nativeFallback = { openai: ['b'], anthropic: ['c'] }
    const native = virtualKey({ routing: { chat: { ...KEY_POLICY, candidates: null, nativeFallback } } })
    const elsewhere = { ...provider('elsewhere'), kind: 'other' }
    const asked = model('a', [deployment('a', { provider: elsewhere })])
    const world = configuration([asked, ...MODELS.slice(1)])
    const namesFor = (dialect: Dialect) => {
      const who = admitted('a', { key: native })
      const result = prepare({ ...who, accepted: { ...who.accepted, dialect } }, world)
      return result.kind === 'prepared' && result.candidates.map((one) => one.model.name)
    }
    expect(namesFor('openai-chat')).toEqual(['a', 'b'])
    expect(namesFor('anthropic-messages')).toEqual(['a', 'c'])
    expect(namesFor('openai-chat')).toEqual(['a', 'b'])
  })

  it('is done anew for another key, and after a change of the configuration', () => {
    const stranger = virtualKey({ models: [] })
    prepare(admitted('a', { key }), config)
    expect(prepare(admitted('a', { key: stranger }), config)).toMatchObject({ code: 'model_not_granted' })
    expect(prepare(admitted('a', { key }), configuration([]))).toMatchObject({ code: 'model_not_found' })
    expect(prepare(admitted('a', { key }), config)).toMatchObject({ kind: 'prepared' })
  })
})
