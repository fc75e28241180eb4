import { describe, expect, it } from 'vitest'
import type { Demotion } from '#domain/health'
import type { Regions } from '#domain/model'
import type { PreferredSpeed } from '#domain/selection'
import { deployment, model, provider } from '#simulator/sample'
import { sampleHealth, sampleMeasures } from '#simulator/sample-health'
import { candidatesOf } from './candidate.ts'
import { preferenceOf } from './preference.ts'

const places = ['eu1', 'eu2', 'eu3', 'us1', 'us2', 'ap1', '-'].map((label) => {
  const region = label === '-' ? null : label.slice(0, 2)
  return deployment(label, { region, provider: provider(label.startsWith('eu') ? 'europe' : 'others') })
})

interface Given {
  readonly ill?: Readonly<Record<string, Demotion['state']>>
  readonly regions?: Regions
  readonly order?: readonly string[]
  readonly preferred?: PreferredSpeed
  readonly speeds?: Readonly<Record<string, { readonly ms: number; readonly tokensPerSecond: number }>>
}

/** Labels by what is preferred, in list order where that is the same. */
function sorted({ ill = {}, regions, order = [], preferred, speeds = {} }: Given): string | null {
  const candidates = candidatesOf(model('m', places), null)
  const preference = preferenceOf(candidates, {
    health: sampleHealth({
      demotion: ({ label }) => {
        const state = ill[label]
        return state === undefined ? null : { state, class: 'server_error', retryInMs: 1 }
      },
      measured: ({ label }) => {
        const speed = speeds[label]
        if (speed === undefined) return null
        return sampleMeasures({ commitMs: () => speed.ms, tokensPerSecond: speed.tokensPerSecond })
      },
    }),
    now: 0,
    streamed: true,
    order,
    preferred: preferred ?? null,
    regions: regions ?? null,
  })
  if (preference === null) return null
  return places
    .toSorted((a, b) => preference(a) - preference(b))
    .map(({ label }) => label)
    .join(' ')
}

const prefer = (...regions: string[]): Given => ({ regions: { prefer: regions, allow: null } })

describe('preferred regions', () => {
  it('come first, in their order', () => {
    expect(sorted(prefer('us', 'eu'))).toBe('us1 us2 eu1 eu2 eu3 ap1 -')
    expect(sorted(prefer('ap'))).toBe('ap1 eu1 eu2 eu3 us1 us2 -')
    expect(sorted(prefer('mars'))).toBe('eu1 eu2 eu3 us1 us2 ap1 -')
  })

  it('come last while most of their deployments are open, the healthy ones too', () => {
    const ill = { eu1: 'open', eu2: 'half_open' } as const
    expect(sorted({ ...prefer('eu', 'us'), ill })).toBe('us1 us2 ap1 - eu1 eu2 eu3')
    expect(sorted({ ...prefer('us', 'eu'), ill: { ...ill, us1: 'forced_open', us2: 'open' } })).toBe(
      'ap1 - eu1 eu2 eu3 us1 us2',
    )
  })

  it('stay while no more than half of them are open, or for other reasons than a breaker', () => {
    expect(sorted({ ...prefer('us'), ill: { us1: 'open' } })).toBe('us1 us2 eu1 eu2 eu3 ap1 -')
    const ill = { eu1: 'cooling', eu2: 'benched', eu3: 'cooling' } as const
    expect(sorted({ ...prefer('eu'), ill })).toBe('eu1 eu2 eu3 us1 us2 ap1 -')
  })
})

describe('an order of providers', () => {
  it('comes before regions', () => {
    expect(sorted({ order: ['others'] })).toBe('us1 us2 ap1 - eu1 eu2 eu3')
    expect(sorted({ order: ['others'], ...prefer('eu', 'ap') })).toBe('ap1 us1 us2 - eu1 eu2 eu3')
    expect(sorted({ order: ['nobody', 'ap1', 'europe'] })).toBe('ap1 eu1 eu2 eu3 us1 us2 -')
  })
})

describe('a preferred speed', () => {
  const speeds = { eu1: { ms: 900, tokensPerSecond: 90 }, us1: { ms: 100, tokensPerSecond: 10 } }

  it('puts what is slower last, and nothing that was not measured', () => {
    const latencies = { latencies: [{ share: 0.5, value: 500 }], throughputs: [] }
    expect(sorted({ preferred: latencies, speeds })).toBe('eu2 eu3 us1 us2 ap1 - eu1')
    const throughputs = { latencies: [], throughputs: [{ share: 0.5, value: 50 }] }
    expect(sorted({ preferred: throughputs, speeds, order: ['others'] })).toBe('us2 ap1 - eu1 eu2 eu3 us1')
  })
})

it('where nothing is preferred there is nothing to look at', () => {
  expect(sorted({})).toBeNull()
})
