import { describe, expect, it } from 'vitest'
import { VirtualClock } from '#simulator/virtual-clock'
import type { Cutoffs, Retention } from './sweep-store.ts'
import { Sweeper } from './sweeper.ts'

const DAY_MS = 86_400_000

describe('the sweeper', () => {
  it('removes what is too old once an hour, by what holds then, until it is closed', async () => {
    const clock = new VirtualClock()
    let retention: Retention = { usageDays: 90, eventsDays: null, rollupDays: 365, configVersions: 7 }
    const swept: Cutoffs[] = []
    const sweeper = new Sweeper({
      clock,
      retention: () => retention,
      sweep: (cutoffs) => swept.push(cutoffs),
    })
    await clock.advance(60_000)
    const now = clock.wallMs()
    expect(swept).toEqual([
      {
        usage: now - 90 * DAY_MS,
        events: null,
        rollups: { '5m': now - 2 * DAY_MS, '1h': now - 93 * DAY_MS, '1d': now - 365 * DAY_MS },
        spending: now - 400 * DAY_MS,
        configuration: { versions: 7, secrets: now - 3_600_000 },
        over: now,
      },
    ])
    retention = { usageDays: null, eventsDays: 1, rollupDays: null, configVersions: null }
    await clock.advance(3_600_000)
    expect(swept[1]).toMatchObject({ usage: null, events: clock.wallMs() - DAY_MS, rollups: { '1d': null } })
    sweeper.close()
    await clock.advance(2 * 3_600_000)
    expect(swept).toHaveLength(2)
  })
})
