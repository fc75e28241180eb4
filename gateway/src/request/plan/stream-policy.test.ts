import { describe, expect, it } from 'vitest'
import type { Configuration } from '#domain/configuration'
import type { Chain, Model } from '#domain/model'
import type { Buffering, Hedge, HedgeWish, MidStream } from '#domain/policy'
import type { RequestControls } from '#domain/request'
import { admitted, chain, configuration, deployment, model, virtualKey } from '#simulator/sample'
import { prepare } from './prepare.ts'

const a = model('a', [deployment('a1')])
const b = model('b', [deployment('b1')])
const steps = [a, b].map((one) => ({ model: one, deployments: one.deployments, priority: null }))
const HEDGE: Hedge = { name: 'c', afterMs: 500, afterP95: false, maxShare: 0.2 }
const wish = (more: Partial<HedgeWish>): HedgeWish => ({
  off: false,
  afterMs: 0,
  afterP95: false,
  maxShare: 1,
  ...more,
})

interface Given {
  readonly ask?: string
  readonly ofChain?: Partial<Chain>
  readonly ofModel?: Partial<Model>
  readonly controls?: Partial<RequestControls>
  readonly organisation?: Partial<Configuration['organisation']>
  readonly candidates?: readonly string[]
}

function prepared({ ask = 'c', ofChain = {}, ofModel = {}, controls = {}, organisation, candidates }: Given) {
  const base = configuration([{ ...a, ...ofModel }, b], {
    chains: new Map([['c', chain('c', steps, ofChain)]]),
  })
  const config = { ...base, organisation: { ...base.organisation, ...organisation } }
  const key = virtualKey(
    candidates === undefined
      ? {}
      : {
          routing: {
            chat: {
              strategy: 'failover',
              candidates: candidates.map((modelName) => ({ modelName, priority: null })),
              nativeFallback: null,
              crossProtocol: 'translate',
              conditions: null,
              maxRetries: null,
              retryDelayMs: null,
            },
          },
        },
  )
  const result = prepare(admitted(ask, { key, controls }), config)
  if (result.kind === 'refused') throw new Error(result.message)
  return result
}

describe('hedging', () => {
  it('is what the requested chain allows, and nothing for models', () => {
    expect(prepared({ ofChain: { hedge: HEDGE } }).policy.hedge).toEqual(HEDGE)
    expect(prepared({}).policy.hedge).toBeNull()
    expect(prepared({ ask: 'a' }).policy.hedge).toBeNull()
  })

  it('is not that of a chain in whose place the key has others tried', () => {
    expect(prepared({ ofChain: { hedge: HEDGE }, candidates: ['b'] }).policy.hedge).toBeNull()
  })

  it.each([
    [wish({ off: true }), null],
    [wish({}), HEDGE],
    [wish({ afterMs: 900 }), { ...HEDGE, afterMs: 900 }],
    [wish({ afterMs: 5 }), HEDGE],
    [wish({ afterP95: true }), { ...HEDGE, afterP95: true }],
    [wish({ maxShare: 0.1 }), { ...HEDGE, maxShare: 0.1 }],
  ])('asked for as %j is only ever less', (hedge, expected) => {
    for (const allowRequestOverride of [true, false]) {
      const given = { ofChain: { hedge: HEDGE }, controls: { hedge }, organisation: { allowRequestOverride } }
      expect(prepared(given)).toMatchObject({ policy: { hedge: expected }, warnings: [] })
    }
  })

  it('cannot be asked for where there is none, which is said', () => {
    expect(prepared({ controls: { hedge: wish({}) } })).toMatchObject({
      policy: { hedge: null },
      warnings: ['backstay.hedge is ignored: only a chain that hedges can be asked to hedge less'],
    })
    expect(prepared({ controls: { hedge: wish({ off: true }) } }).warnings).toEqual([])
  })
})

describe('what becomes of a broken stream', () => {
  const CONTINUE: MidStream = { mode: 'continue', instructed: false, buffer: null }
  const ERROR: MidStream = { mode: 'error', instructed: false, buffer: null }
  const ALL: Buffering = { all: true, tokens: null, ms: null }
  const SOME: Buffering = { all: false, tokens: 5, ms: null }

  it.each([
    ['the file', {}, ERROR],
    ['the requested model', { ask: 'a', ofModel: { midStream: CONTINUE } }, CONTINUE],
    ['the requested chain', { ofChain: { midStream: CONTINUE } }, CONTINUE],
    [
      'the request',
      { ofChain: { midStream: ERROR }, controls: { midStream: CONTINUE }, organisation: {} },
      CONTINUE,
    ],
    ['a chain that buffers whatever the mode', { ofChain: { buffer: ALL } }, { ...ERROR, buffer: ALL }],
    [
      'a chain that buffers, under the mode of the request',
      { ofChain: { buffer: ALL }, controls: { midStream: CONTINUE } },
      { ...CONTINUE, buffer: ALL },
    ],
    [
      'a request with a buffer of its own',
      { ofChain: { buffer: ALL }, controls: { midStream: { ...ERROR, buffer: SOME } } },
      { ...ERROR, buffer: SOME },
    ],
  ] satisfies [string, Given, MidStream][])('is said by %s', (_who, given, expected) => {
    expect(prepared(given).policy.midStream).toEqual(expected)
  })

  it('is not said by requests where they may not bring their own', () => {
    const organisation = { allowRequestOverride: false }
    const ended = prepared({ controls: { midStream: CONTINUE }, organisation })
    expect(ended.policy.midStream).toEqual(ERROR)
    expect(ended.warnings).toHaveLength(1)
  })
})
