import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Story } from './interleaved-world.ts'
import { story } from './interleaved-world.ts'
import type { Told } from './interleaved-play.ts'
import { tell } from './interleaved-play.ts'

const RUNS = { numRuns: Number(process.env['BACKSTAY_PROPERTY_RUNS'] ?? 300) }
/** Clocks are read now and then, not all the time. */
const TOLERANCE_MS = 50

it(
  'requests that overlap as they like are served as promised, whatever happens',
  () =>
    fc.assert(
      fc.asyncProperty(story, async (given) => {
        const told = await tell(given)
        checkRequests(given, told)
        checkPlaces(given, told)
        checkMoney(told)
        expect({ ...told, visits: 0, sightings: 0, records: 0, openings: 0 }).toMatchObject({
          leftTimers: 0,
          running: 0,
          inFlight: 0,
          waiting: 0,
          waitMs: 0,
        })
      }),
      RUNS,
    ),
  600_000,
)

it(
  'the same seed tells the same story',
  () =>
    fc.assert(
      fc.asyncProperty(story, async (given) => {
        const facts = ({ records, sightings, openings }: Told): unknown => [records, sightings, openings]
        expect(facts(await tell(given))).toEqual(facts(await tell(given)))
      }),
      { numRuns: Math.ceil(RUNS.numRuns / 3) },
    ),
  600_000,
)

function checkRequests(given: Story, { visits, records, sightings }: Told): void {
  for (const { id, exchange, sink, startedAt, endedAt, deadlineMs, off, drained, refusedBy } of visits) {
    const calls = sightings.filter(({ request }) => request === id)
    expect(exchange.ends, `request ${id} ends once`).toBe(1)
    expect((endedAt ?? Number.NaN) - startedAt).toBeLessThanOrEqual(deadlineMs + TOLERANCE_MS)
    expect(calls.length).toBeLessThanOrEqual(given.maxTotalAttempts)
    for (const call of calls) {
      expect(off).not.toContain(call.label)
      expect(call.drained).toBe(false)
    }
    checkTries(
      given,
      calls.map(({ label }) => label),
    )
    const starts = sink.events.filter((one) => one.startsWith('commit') || one.startsWith('whole'))
    const ends = sink.events.filter((one) => one === 'end' || one === 'break')
    expect(starts.length).toBeLessThanOrEqual(1)
    expect(ends.length).toBeLessThanOrEqual(1)
    // What the key's own limit refuses is no request that was accepted.
    expect(records.filter((record) => record.id === id)).toHaveLength(
      refusedBy === 'key_limit_reached' ? 0 : 1,
    )
    const skipped = records.find((record) => record.id === id)?.routing.skipped ?? []
    if (refusedBy !== null && refusedBy !== 'key_limit_reached' && calls.length === 0) {
      // Where others wait already nothing is looked at.
      if (given.queue === null && refusedBy !== 'budget_exhausted') {
        for (const label of [...off, ...drained]) {
          expect(skipped.map(({ deployment }) => deployment)).toContain(label)
        }
      }
    }
  }
}

/** What the records say of money is what was charged to the budget, and nothing stays reserved. */
function checkMoney({ records, reservedUsd, spentUsd }: Told): void {
  expect(reservedUsd).toBeCloseTo(0, 9)
  // A probe that lost to its hedge goes on alone, and is charged when it ends.
  if (
    spentUsd === 0 ||
    records.some(({ routing }) => routing.attempts.some((one) => one.outcome === 'cancelled'))
  )
    return
  const told = records.reduce(
    (sum, { costUsd, wastedCostUsd }) => sum + (costUsd ?? 0) + (wastedCostUsd ?? 0),
    0,
  )
  expect(spentUsd).toBeCloseTo(told, 9)
}

/** No place more often than its tries, but for the one wait for a rate limit. */
function checkTries({ maxAttempts }: Story, calls: readonly string[]): void {
  const beyond = [...new Set(calls)]
    .map((label) => calls.filter((call) => call === label).length - maxAttempts)
    .filter((times) => times > 0)
  expect(beyond.length).toBeLessThanOrEqual(1)
  for (const times of beyond) expect(times).toBe(1)
}

function checkPlaces({ requestsPerMinute }: Story, { sightings }: Told): void {
  const labels = new Set(sightings.map(({ label }) => label))
  for (const label of labels) {
    const own = sightings.filter((one) => one.label === label)
    if (requestsPerMinute !== null) {
      for (const { at } of own) {
        const inWindow = own.filter((one) => one.sent && one.at > at - 60_000 && one.at <= at)
        expect(inWindow.length).toBeLessThanOrEqual(requestsPerMinute)
      }
    }
  }
}
