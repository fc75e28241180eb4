import { describe, expect, it } from 'vitest'
import { VirtualClock } from '#simulator/virtual-clock'
import { Deliveries } from './delivery.ts'

const target = { url: 'http://hook', secret: 's' }

function trying(answers: (string | null)[]) {
  const clock = new VirtualClock()
  const tries: { readonly at: number; readonly id: string }[] = []
  const ended: (string | null)[] = []
  const post = (_: unknown, { id }: { readonly id: string }): Promise<string | null> => {
    tries.push({ at: clock.now(), id })
    return Promise.resolve(answers.length === 0 ? null : (answers.shift() ?? null))
  }
  const deliveries = new Deliveries(post, clock, () => 0.5)
  const start = (): void =>
    deliveries.start({ target, message: { id: 'm1', body: '{}' }, onEnd: (problem) => ended.push(problem) })
  return { clock, deliveries, start, tries, ended }
}

describe('delivering an alert', () => {
  it('is tried again, later and later, with the same id, until it is taken', async () => {
    const { clock, start, tries, ended } = trying(['away', 'away'])
    start()
    await clock.advance(1_000_000)
    expect(tries.map(({ at }) => at - (tries[0]?.at ?? 0))).toEqual([0, 1_000, 6_000])
    expect(new Set(tries.map(({ id }) => id)).size).toBe(1)
    expect(ended).toEqual([null])
  })

  it('is given up after some minutes, with the reason', async () => {
    const { clock, start, tries, ended } = trying(Array.from({ length: 20 }, () => 'away'))
    start()
    await clock.advance(10_000_000)
    expect(tries).toHaveLength(6)
    expect(ended).toEqual(['away'])
  })

  it('leaves nothing behind when it is closed', async () => {
    const { clock, deliveries, start, tries } = trying(['away'])
    start()
    await clock.advance(0)
    deliveries.close()
    await clock.advance(1_000_000)
    expect(tries).toHaveLength(1)
    expect(clock.pending).toBe(0)
  })
})
