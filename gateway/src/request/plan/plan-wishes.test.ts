import { describe, expect, it } from 'vitest'
import type { Deployment } from '#domain/deployment'
import type { DeploymentId, KeyId } from '#domain/names'
import type { Selection } from '#domain/selection'
import { configuration, deployment, model, provider, virtualKey, WANTS_NOTHING } from '#simulator/sample'
import type { PlanGiven } from '#simulator/sample-planning'
import { outcomeOf, planned, planOf } from '#simulator/sample-planning'
import { SessionMemory } from './session-memory.ts'

describe('a selection', () => {
  const place = (label: string, owner: string, more: Partial<Deployment> = {}): Deployment =>
    deployment(label, { provider: provider(owner), ...more })
  const m = model('m', [place('m/x', 'x'), place('m/y', 'y'), place('m/y2', 'y')])
  const n = model('n', [place('n/x', 'x'), place('n/z', 'z')])
  const world = { models: [m, n], fallback: ['n'] }
  const wanting = (more: Partial<Selection>, rest: Partial<PlanGiven> = {}): PlanGiven => ({
    ...world,
    request: { controls: { selection: { ...WANTS_NOTHING, ...more } } },
    ...rest,
  })

  it.each([
    [{ only: ['x'] }, ['m/x', 'n/x']],
    [{ ignore: ['x'] }, ['m/y', 'm/y2', 'n/z']],
    [{ order: ['z', 'y'] }, ['m/y', 'm/y2', 'm/x', 'n/z', 'n/x']],
    [{ only: ['y', 'z'], order: ['y'] }, ['m/y', 'm/y2', 'n/z']],
    [{ oneProvider: true }, ['m/x', 'n/x']],
    [{ oneProvider: true, ignore: ['x'] }, ['m/y', 'm/y2', 'n/z']],
  ] as const)('of %j leaves %j', (more, expected) => {
    expect(outcomeOf(wanting(more))).toEqual(expected)
  })

  it('that leaves nothing is refused with every reason', () => {
    const result = planOf(wanting({ only: ['x', 'y'], maxPrice: { input: 1, output: null } }))
    expect(result).toMatchObject({ kind: 'refused', code: 'not_permitted' })
    if (result.kind === 'planned') return
    expect(result.skipped).toHaveLength(5)
    for (const { label } of [...m.deployments, ...n.deployments])
      expect(result.message).toContain(`${label}: `)
  })

  it('tells what one provider alone leaves out', () => {
    expect(planned(wanting({ oneProvider: true })).skipped).toContainEqual({
      deployment: 'm/y',
      reason: 'the request wants no other provider than the first',
    })
  })

  it('goes on to the next provider where the first is ill', () => {
    expect(outcomeOf(wanting({ oneProvider: true }, { ill: ['m/x'] }))).toEqual(['m/y', 'm/y2', 'n/x'])
  })

  it('warns of names that nobody has, and of what cannot be compared', () => {
    const preferred = { latencies: [], throughputs: [{ share: 0.9, value: 1 }] }
    expect(planned(wanting({ ignore: ['nobody'], order: ['z'], preferred })).warnings).toEqual([
      'ignore: no provider here is called "nobody"',
      'preferred_min_throughput: the mean is compared, whatever the percentile',
    ])
  })

  it('restricts where the organisation forbids overrides too, but does not order', () => {
    const organisation = { ...configuration([]).organisation, allowRequestOverride: false }
    const given = wanting({ ignore: ['x'], order: ['y', 'z'] }, { more: { organisation } })
    expect(planned(given).warnings).toEqual([
      'the organisation does not allow requests to order providers: ignored',
    ])
    expect(outcomeOf(wanting({ order: ['y'] }, { more: { organisation } }))).toEqual([
      'm/x',
      'm/y',
      'm/y2',
      'n/x',
      'n/z',
    ])
    expect(outcomeOf(given)).toEqual(['m/y', 'm/y2', 'n/z'])
  })
})

describe('a session', () => {
  const m = model('m', [deployment('a'), deployment('b'), deployment('c')])
  const of = (session: string | null, more: Partial<PlanGiven> = {}): PlanGiven => ({
    models: [m],
    request: { controls: { session } },
    ...more,
  })

  it('has a name of its own per key and model', () => {
    expect(planned(of('s')).session).toBe('app\0m\0id\0s')
    expect(planned(of('s', { key: virtualKey({ id: 'other' as KeyId }) })).session).toBe('other\0m\0id\0s')
    expect(planned(of(null)).session).toBeNull()
  })

  it('is none where affinity is switched off', () => {
    expect(planned(of('s', { more: { affinity: 'none' } })).session).toBeNull()
  })

  it('is by its beginning where that is asked for, and no id is given', () => {
    const bytes = new TextEncoder().encode(
      JSON.stringify({ messages: [{ role: 'user', content: 'long '.repeat(1_000) }] }),
    )
    const prefix = { more: { affinity: 'prefix' } } as const
    const request = { body: { bytes } }
    expect(planned({ models: [m], request, ...prefix }).session).toMatch(/^app\0m\0prefix\0/u)
    expect(planned({ models: [m], request }).session).toBeNull()
    expect(planned(of('s', prefix)).session).toBe('app\0m\0id\0s')
  })

  it('goes where it went before', () => {
    const sessions = new SessionMemory()
    sessions.remember('app\0m\0id\0s', 'c' as DeploymentId, 0)
    expect(outcomeOf(of('s', { sessions }))).toEqual(['c', 'a', 'b'])
    expect(outcomeOf(of('other', { sessions }))).toEqual(['a', 'b', 'c'])
    expect(outcomeOf(of('s', { sessions, ill: ['c'] }))).toEqual(['a', 'b', 'c'])
    expect(outcomeOf(of('s', { sessions, key: virtualKey({ id: 'other' as KeyId }) }))).toEqual([
      'a',
      'b',
      'c',
    ])
  })
})
