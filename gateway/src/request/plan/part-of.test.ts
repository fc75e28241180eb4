import { describe, expect, it } from 'vitest'
import type { Deployment } from '#domain/deployment'
import type { Demotion } from '#domain/health'
import type { Model } from '#domain/model'
import type { Admitted, Plan } from '#domain/request'
import { admitted, configuration, deployment, model } from '#simulator/sample'
import { sampleHealth } from '#simulator/sample-health'
import { plan } from './plan.ts'
import { SmoothRotation } from './rotation.ts'
import { SessionMemory } from './session-memory.ts'

const MANY = 300
const many = (more: (index: number) => Partial<Deployment> = () => ({})): readonly Deployment[] =>
  Array.from({ length: MANY }, (_, index) => deployment(`d${index}`, more(index)))
const OPEN: Demotion = { state: 'open', class: 'server_error', retryInMs: 1_000 }

/** Requests to a model, one after the other, while some are ill and others full. */
class World {
  readonly sessions = new SessionMemory()
  ill: (index: number) => boolean = () => false
  full: (index: number) => boolean = () => false
  looks = 0
  readonly #configuration
  readonly #rotation = new SmoothRotation()

  constructor(deployments: readonly Deployment[], more: Partial<Model> = {}) {
    this.#configuration = configuration([model('m', deployments, more)])
  }

  plan(request: Admitted = admitted('m')) {
    const indexOf = ({ label }: Deployment): number => Number(label.slice(1))
    const health = sampleHealth({
      demotion: (one) => {
        this.looks++
        return this.ill(indexOf(one)) ? OPEN : null
      },
      waitMs: (one) => (this.full(indexOf(one)) ? 1_000 : 0),
    })
    return plan(request, {
      configuration: this.#configuration,
      health,
      rotation: this.#rotation,
      random: () => 0,
      now: 0,
      sessions: this.sessions,
    })
  }

  planned(request?: Admitted): Plan {
    const result = this.plan(request)
    if (result.kind === 'refused') throw new Error(result.message)
    return result
  }

  /** How often each was first in so many requests. */
  firsts(requests: number): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (let n = 0; n < requests; n++) {
      const label = this.planned().steps[0]?.deployment.label ?? ''
      counts.set(label, (counts.get(label) ?? 0) + 1)
    }
    return counts
  }
}

describe('a model with very many deployments', () => {
  it('gives each its exact share: even, and by weight', () => {
    const even = new World(many()).firsts(2 * MANY)
    expect([...even.values()]).toEqual(Array.from({ length: MANY }, () => 2))
    const weights = [1, 2, 7]
    const weighted = new World(many((index) => ({ weight: weights[index % 3] ?? 1 }))).firsts(10 * (MANY / 3))
    for (let index = 0; index < MANY; index++) expect(weighted.get(`d${index}`)).toBe(weights[index % 3])
  })

  it('is looked at in part, whatever their number, while the part is well', () => {
    const world = new World(many())
    world.planned()
    expect(world.looks).toBeLessThan(50)
    expect(world.planned().steps.length).toBeGreaterThan(8)
  })

  it('tries the lowest priority first, ties in list order', () => {
    const world = new World(many((index) => ({ priority: index >= 290 ? 1 : 2 })))
    expect(
      world
        .planned()
        .steps.slice(0, 11)
        .map(({ deployment: { label } }) => label),
    ).toEqual([...Array.from({ length: 10 }, (_, n) => `d${290 + n}`), 'd0'])
  })

  it('finds the only one that is well, or has room, wherever it stands', () => {
    const ill = new World(many())
    ill.ill = (index) => index !== 277
    const full = new World(many(() => ({ tokensPerMinute: 1_000 })))
    full.full = (index) => index !== 277
    for (let n = 0; n < 30; n++) {
      expect(ill.planned().steps[0]?.deployment.label).toBe('d277')
      expect(full.planned().steps[0]?.deployment.label).toBe('d277')
    }
  })

  it('never uses disabled ones, and names every one when nothing is left', () => {
    const world = new World(many((index) => ({ enabled: index % 3 === 0, tokensPerMinute: 1_000 })))
    const counts = world.firsts(MANY / 3)
    expect(counts.size).toBe(MANY / 3)
    world.full = () => true
    expect(world.plan()).toMatchObject({ kind: 'refused', code: 'no_capacity' })
    expect(world.plan().skipped).toHaveLength(MANY)
  })

  it('still tries the least bad where all are ill', () => {
    const world = new World(many())
    world.ill = () => true
    expect(world.planned().steps.length).toBeGreaterThan(8)
  })

  it('keeps a session where it was', () => {
    const world = new World(many())
    const request = admitted('m', { controls: { session: 'mine' } })
    const { session } = world.planned(request)
    if (session === null) throw new Error('there is no session')
    world.sessions.remember(session, deployment('d123').id, 0)
    for (let n = 0; n < 20; n++) expect(world.planned(request).steps[0]?.deployment.label).toBe('d123')
  })

  it('is looked at as a whole by strategies that compare', () => {
    const price = (index: number) => ({ input: index === 211 ? 1 : 2, output: 1, cachedInput: null })
    const world = new World(
      many((index) => ({ price: price(index) })),
      { strategy: 'cost' },
    )
    expect(world.planned().steps[0]?.deployment.label).toBe('d211')
  })
})
