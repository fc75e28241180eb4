import { expect, it } from 'vitest'
import type { RequestTotals } from '#domain/request-totals'
import { RequestCounts } from '#settle/request-counts'
import { sampleRecord } from '#store/sample-record'
import { sumOfTotals } from './sum-of-totals.ts'

function counted(times: number, more: Parameters<typeof sampleRecord>[0]): RequestTotals {
  const counts = new RequestCounts()
  for (let n = 0; n < times; n++) counts.observe(sampleRecord(more))
  counts.refused('invalid_key')
  return structuredClone(counts.read())
}

it('what several processes have counted is what one would have', () => {
  const one = new RequestCounts()
  for (let n = 0; n < 5; n++) one.observe(sampleRecord({ id: `${n}` }))
  for (let n = 0; n < 3; n++) one.refused('invalid_key')
  const sum = sumOfTotals([counted(2, { id: 'a' }), counted(3, { id: 'b' }), counted(0, { id: 'c' })])
  const { places, attempts, fallbacks, overhead, refused } = one.read()

  expect(sum.places.map(({ outcomes, tokens }) => ({ outcomes, tokens }))).toEqual(
    places.map(({ outcomes, tokens }) => ({ outcomes, tokens })),
  )
  expect(sum.places.map(({ total }) => [...Array.from(total.counts), total.count])).toEqual(
    places.map(({ total }) => [...Array.from(total.counts), total.count]),
  )
  expect(sum.attempts).toEqual(attempts)
  expect(sum.fallbacks).toEqual(fallbacks)
  expect(sum.overhead.count).toBe(overhead.count)
  expect(sum.refused).toEqual(refused)
})
