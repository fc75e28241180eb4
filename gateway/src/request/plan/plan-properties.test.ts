import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Configuration } from '#domain/configuration'
import type { Deployment } from '#domain/deployment'
import type { Demotion } from '#domain/health'
import { movingOn } from '#domain/model'
import type { DeploymentId } from '#domain/names'
import type { RequestControls } from '#domain/request'
import type { Selection } from '#domain/selection'
import { TRIGGER_SETS } from '#domain/trigger-set'
import { admitted, configuration, deployment, model, provider, WANTS_NOTHING } from '#simulator/sample'
import { sampleHealth } from '#simulator/sample-health'
import { plan } from './plan.ts'
import { SmoothRotation } from './rotation.ts'
import { SessionMemory } from './session-memory.ts'
import { isCalled } from './unselected.ts'

const PROVIDERS = ['p0', 'p1', 'p2']
const REGIONS = ['eu', 'us', null]
const STATES = [null, null, null, 'open', 'cooling', 'benched', 'slow'] as const

const anyPlace = fc.record({
  provider: fc.constantFrom(...PROVIDERS),
  region: fc.constantFrom(...REGIONS),
  state: fc.constantFrom(...STATES),
  priority: fc.option(fc.integer({ min: 1, max: 3 })),
  weight: fc.option(fc.integer({ min: 1, max: 5 })),
})

const names = fc.subarray(PROVIDERS)
const anySelection: fc.Arbitrary<Selection> = fc
  .record({
    only: fc.option(names),
    ignore: names,
    order: fc.shuffledSubarray(PROVIDERS),
    oneProvider: fc.boolean(),
  })
  .map((wanted) => ({ ...WANTS_NOTHING, ...wanted }))

const anyRegions = fc.record({
  prefer: fc.shuffledSubarray(['eu', 'us']),
  allow: fc.option(fc.subarray(['eu', 'us'])),
})

const scene = fc.record({
  models: fc.array(fc.array(anyPlace, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
  strategy: fc.constantFrom('round_robin', 'priority', 'latency', 'adaptive', 'weighted'),
  partition: fc.constantFrom('model', 'none'),
  triggers: fc.constantFrom(TRIGGER_SETS.standard, TRIGGER_SETS.any, TRIGGER_SETS.rate_limit),
  selection: fc.option(anySelection),
  regions: fc.option(anyRegions),
  /** Position of the deployment that served the session before. */
  served: fc.nat({ max: 11 }),
})

type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never

const CLASSES = { open: 'server_error', cooling: 'rate_limit', benched: 'auth', slow: 'latency' } as const

/** The world of a scene, and a way to plan requests in it one after the other. */
function worldOf({ models, strategy, partition, triggers, regions: wanted }: Scene) {
  const states = new Map<DeploymentId, Demotion>()
  const made = models.map((places, m) =>
    model(
      `m${m}`,
      places.map(({ state, provider: owner, ...more }, d) => {
        const one = deployment(`m${m}/d${d}`, { ...more, provider: provider(owner) })
        if (state !== null) states.set(one.id, { state, class: CLASSES[state], retryInMs: 1 })
        return one
      }),
      { strategy },
    ),
  )
  const base = configuration(made, { partition })
  const config: Configuration = {
    ...base,
    fallback: {
      ...base.fallback,
      list: made.slice(1).map(({ name }) => name),
      conditions: { ...movingOn(triggers), regions: wanted },
    },
  }
  const sessions = new SessionMemory()
  const rotation = new SmoothRotation()
  const health = sampleHealth({ demotion: ({ id }) => states.get(id) ?? null })
  const ask = (controls: Partial<RequestControls>) =>
    plan(admitted('m0', { controls }), {
      configuration: config,
      health,
      rotation,
      random: () => 0.5,
      now: 0,
      sessions,
    })
  const all = made.flatMap(({ deployments }) => deployments)
  return { ask, all, sessions, isWell: (one: Deployment) => !states.has(one.id) }
}

describe('whatever a request asks for', () => {
  it('what it does not want, and where it must not go, is in no plan', () => {
    fc.assert(
      fc.property(scene, (one) => {
        const { ask, all } = worldOf(one)
        const result = ask({ selection: one.selection })
        const wanted = (place: Deployment): boolean => {
          const { only, ignore } = one.selection ?? WANTS_NOTHING
          const allow = one.regions?.allow ?? null
          if (only !== null && !only.some((name) => isCalled(place, name))) return false
          if (ignore.some((name) => isCalled(place, name))) return false
          return allow === null || (place.region !== null && allow.includes(place.region))
        }
        if (result.kind === 'refused') {
          expect(all.some(wanted)).toBe(false)
          for (const { label } of all) expect(result.message).toContain(`${label}: `)
          return
        }
        const planned = result.steps.map((step) => step.deployment)
        expect(planned.every(wanted)).toBe(true)
        expect(new Set(planned).size).toBe(planned.length)
        if (one.selection?.oneProvider === true) return
        expect(planned.length).toBe(all.filter(wanted).length)
      }),
    )
  })

  it('a deployment that is ill comes before a healthy one of its model never', () => {
    fc.assert(
      fc.property(scene, (one) => {
        const { ask, all, sessions, isWell } = worldOf(one)
        const before = all[one.served % all.length]
        if (before !== undefined) sessions.remember('app\0m0\0id\0s', before.id, 0)
        const result = ask({ selection: one.selection, session: 's' })
        if (result.kind === 'refused') return
        result.steps.forEach(({ candidate, deployment: ill }, position) => {
          if (isWell(ill)) return
          const later = result.steps.slice(position + 1).filter((step) => step.candidate === candidate)
          expect(later.filter((step) => isWell(step.deployment))).toEqual([])
        })
      }),
    )
  })
})

describe('a session', () => {
  it('stays where it was as long as that is healthy, and as good as any other', () => {
    fc.assert(
      fc.property(scene, (one) => {
        const { ask, all, sessions, isWell } = worldOf({ ...one, regions: null })
        const before = all[one.served % all.length]
        if (before === undefined) return
        sessions.remember('app\0m0\0id\0s', before.id, 0)
        const result = ask({ session: 's' })
        if (result.kind === 'refused') throw new Error(result.message)
        const [first] = result.steps
        if (!isWell(before)) {
          const others = all.filter((place) => place.modelName === before.modelName && isWell(place))
          if (others.length > 0) expect(first?.deployment.id).not.toBe(before.id)
        } else if (before.label.startsWith('m0')) {
          expect(first?.deployment.id).toBe(before.id)
        }
      }),
    )
  })

  it('takes no turn at being first from anybody', () => {
    fc.assert(
      fc.property(scene, fc.array(fc.boolean(), { maxLength: 20 }), (one, pattern) => {
        const [alone, beside] = [worldOf(one), worldOf(one)]
        const before = beside.all.find((place) => place.label.startsWith('m0') && beside.isWell(place))
        if (before === undefined || one.strategy === 'adaptive') return
        beside.sessions.remember('app\0m0\0id\0s', before.id, 0)
        const lead = one.regions === null ? null : beside.ask({ session: 's' })
        // In regions that are preferred less a session has no say.
        if (lead !== null && (lead.kind === 'refused' || lead.steps[0]?.deployment.id !== before.id)) return
        for (const plain of pattern) {
          if (!plain) beside.ask({ session: 's' })
          else expect(firstOf(beside.ask({}))).toBe(firstOf(alone.ask({})))
        }
      }),
    )
  })
})

function firstOf(result: ReturnType<typeof plan>): string | null {
  return result.kind === 'refused' ? null : (result.steps[0]?.deployment.label ?? null)
}
