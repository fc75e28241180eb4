import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DeploymentId } from '#domain/names'
import { SessionMemory } from './session-memory.ts'

const MINUTE = 60_000
const [a, b] = ['a', 'b'] as unknown as readonly [DeploymentId, DeploymentId]

describe('the memory of sessions', () => {
  it('knows who served a session last, for ten minutes after that', () => {
    const memory = new SessionMemory()
    memory.remember('s', a, 0)
    expect(memory.lookUp('s', 10 * MINUTE - 1)).toBe(a)
    memory.remember('s', b, 5 * MINUTE)
    expect(memory.lookUp('s', 15 * MINUTE - 1)).toBe(b)
    expect(memory.lookUp('s', 15 * MINUTE)).toBeNull()
    expect(memory.lookUp('other', 0)).toBeNull()
  })

  it('does not grow by being asked', () => {
    const memory = new SessionMemory()
    memory.remember('s', a, 0)
    for (let minute = 0; minute < 60; minute++) memory.lookUp('s', minute * MINUTE)
    expect(memory.lookUp('s', 1)).toBeNull()
  })

  it('forgets the one that was idle longest when it is full', () => {
    const memory = new SessionMemory({ capacity: 2 })
    memory.remember('one', a, 0)
    memory.remember('two', a, 1)
    memory.remember('one', a, 2)
    memory.remember('three', b, 3)
    expect(['one', 'two', 'three'].map((session) => memory.lookUp(session, 4))).toEqual([a, null, b])
  })

  it('agrees with a memory that has room for everything, as long as it has room', () => {
    const step = fc.record({
      session: fc.constantFrom('p', 'q', 'r', 's'),
      deployment: fc.constantFrom(a, b, null),
      passMs: fc.integer({ min: 0, max: 8 * MINUTE }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const memory = new SessionMemory({ capacity: 4 })
        const model = new Map<string, { deployment: DeploymentId; at: number }>()
        let now = 0
        for (const { session, deployment, passMs } of steps) {
          now += passMs
          const known = model.get(session)
          const expected = known !== undefined && now - known.at < 10 * MINUTE ? known.deployment : null
          expect(memory.lookUp(session, now)).toBe(expected)
          if (deployment === null) continue
          memory.remember(session, deployment, now)
          model.set(session, { deployment, at: now })
        }
      }),
    )
  })
})
