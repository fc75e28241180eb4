import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VirtualClock } from './virtual-clock.ts'

describe('A virtual clock', () => {
  it('fires timers in order of their due time, then of their setting, and no cancelled ones', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ delay: fc.nat(50), cancelled: fc.boolean() }), { maxLength: 2_000 }),
        async (wanted) => {
          const clock = new VirtualClock()
          const fired: [number, number][] = []
          const timers = wanted.map(({ delay }, index) =>
            clock.after(delay, () => fired.push([clock.now(), index])),
          )
          for (const [index, { cancelled }] of wanted.entries()) if (cancelled) timers[index]?.cancel()
          await clock.settle()
          const expected = wanted
            .map(({ delay, cancelled }, index) => ({ delay, cancelled, index }))
            .filter(({ cancelled }) => !cancelled)
            .toSorted((a, b) => a.delay - b.delay || a.index - b.index)
            .map(({ delay, index }) => [delay, index])
          expect(fired).toEqual(expected)
          expect(clock.pending).toBe(0)
        },
      ),
      { numRuns: 50 },
    ))

  it('lets everything run that a timer made ready before the next one fires', async () => {
    const clock = new VirtualClock()
    const seen: string[] = []
    clock.after(1, () => {
      void (async () => {
        for (let hop = 0; hop < 50; hop++) await Promise.resolve()
        seen.push('first, in the end')
      })()
    })
    clock.after(1, () => seen.push('second'))
    await clock.settle()
    expect(seen).toEqual(['first, in the end', 'second'])
  })

  it('stands still between what it is told to pass', async () => {
    const clock = new VirtualClock()
    let fired = 0
    clock.after(100, () => fired++)
    await clock.advance(99)
    expect([clock.now(), fired, clock.pending]).toEqual([99, 0, 1])
    await clock.advance(1)
    expect([clock.now(), fired, clock.pending]).toEqual([100, 1, 0])
  })

  it('fails for a task that nothing can settle any more', async () => {
    const clock = new VirtualClock()
    await expect(clock.until(new Promise<void>(() => undefined))).rejects.toThrow('nothing is due')
  })

  it('does nothing when a timer that fired, or was cancelled, is cancelled again', async () => {
    const clock = new VirtualClock()
    const fired = clock.after(1, () => undefined)
    const cancelled = clock.after(2, () => undefined)
    cancelled.cancel()
    cancelled.cancel()
    await clock.settle()
    fired.cancel()
    expect(clock.pending).toBe(0)
  })
})
