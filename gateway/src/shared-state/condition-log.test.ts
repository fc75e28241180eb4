import { describe, expect, it } from 'vitest'
import type { Condition } from '#domain/condition'
import type { CredentialId, DeploymentId } from '#domain/names'
import type { SharedState } from '#domain/shared-state'
import { VirtualClock } from '#simulator/virtual-clock'
import { ConditionLog } from './condition-log.ts'
import { SharedCenter } from './shared-center.ts'

const deployment = 'one' as DeploymentId
const credential = 'key' as CredentialId
const drained: Condition = {
  aspect: 'manual',
  deployment,
  label: 'm/one',
  state: 'drained',
  leftMs: null,
  reason: '',
  by: 'me',
}
const open: Condition = {
  aspect: 'breaker',
  deployment,
  state: 'open',
  leftMs: 10_000,
  openings: 1,
  relapses: 0,
  cause: { class: 'timeout' },
}
const reset: Condition = { aspect: 'reset', deployment, credential }

/** Processes that keep what they tell each other in one place, to which each may lose its way. */
class World {
  readonly clock = new VirtualClock()
  readonly center = new SharedCenter(this.clock)
  #members = 0

  join() {
    const { center, clock } = this
    const member = `member-${this.#members++}`
    const adopted: Condition[] = []
    const way = { open: true }
    const state: SharedState = {
      standing: { kind: 'workers', connected: true, since: 0 },
      exchange: (claims) => Promise.resolve(center.exchange(member, claims)),
      tell: (notice, kept) => (way.open ? center.tell(member, notice, kept) : undefined),
      recall: () => (way.open ? Promise.resolve(center.recall()) : Promise.reject(new Error('lost'))),
      copies: null,
      close: () => Promise.resolve(),
    }
    const log = new ConditionLog({ state, clock, adopt: (condition) => adopted.push(condition) })
    center.join(member, (notice) => {
      if (way.open && notice.kind === 'condition') log.hear(notice.condition)
    })
    return { log, adopted, way }
  }
}

describe('how deployments stand', () => {
  it('is known to whoever comes later, with the time that is left', async () => {
    const world = new World()
    world.join().log.tell(open)
    await world.clock.advance(4_000)
    const late = world.join()
    await late.log.meet()
    expect(late.adopted).toEqual([{ ...open, leftMs: 6_000 }])
    await world.clock.advance(7_000)
    const later = world.join()
    await later.log.meet()
    expect(later.adopted).toEqual([])
  })

  it('is told again where it was set while nobody could be reached', async () => {
    const world = new World()
    const [a, b] = [world.join(), world.join()]
    a.way.open = false
    a.log.tell(drained)
    expect(b.adopted).toEqual([])
    a.way.open = true
    await a.log.meet()
    expect(b.adopted).toEqual([drained])
    expect(a.adopted).toEqual([])
  })

  it('is not taken over from before a reset that nobody heard of', async () => {
    const world = new World()
    const a = world.join()
    a.log.tell(drained)
    await world.clock.advance(1_000)
    a.way.open = false
    a.log.tell(reset)
    await world.clock.advance(1_000)
    a.way.open = true
    await a.log.meet()
    expect(a.adopted).toEqual([])
    expect(world.center.recall()).toEqual([])
  })

  it('is what the other has set last', async () => {
    const world = new World()
    const [a, b] = [world.join(), world.join()]
    a.log.tell(drained)
    a.way.open = false
    await world.clock.advance(1_000)
    b.log.tell({ ...drained, state: 'forced_open' })
    a.way.open = true
    await a.log.meet()
    expect(a.adopted).toEqual([{ ...drained, state: 'forced_open' }])
  })

  it('is not known to be met while nobody can be reached', async () => {
    const world = new World()
    const a = world.join()
    a.way.open = false
    await expect(a.log.meet()).rejects.toThrow('lost')
  })
})
