import { expect, it } from 'vitest'
import { availabilityOf, fillSeries } from './fill-series.ts'

it('spans without requests are filled in', () => {
  const series = [{ at: 300, requests: 4, failed: 1, moved: 2 }]
  expect(fillSeries(series, { from: 0, to: 600, spanMs: 300 })).toEqual([
    { at: 0, requests: 0, failed: 0, moved: 0 },
    { at: 300, requests: 4, failed: 1, moved: 2 },
  ])
})

it('availability leaves out whose client hung up, and is not known without requests', () => {
  expect(availabilityOf({ requests: 110, failed: 11, abandoned: 10 })).toBe(0.99)
  expect(availabilityOf({ requests: 0, failed: 0, abandoned: 0 })).toBeNull()
  expect(availabilityOf({ requests: 2, failed: 2, abandoned: 2 })).toBeNull()
})
