import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Claim, Notice } from '#domain/shared-state'
import { poll } from '../e2e/poll.ts'
import type { Sharing } from './members.ts'
import { shareByRedis, shareByWorkers } from './members.ts'
import { findRedis } from './start-redis.ts'

const startRedis = await findRedis()
const none = (): Promise<Sharing> => Promise.reject(new Error('there is no Redis'))
const redisWay = startRedis === null ? none : () => shareByRedis(startRedis)

interface Way {
  readonly way: string
  readonly share: () => Promise<Sharing>
  readonly skip: boolean
}

const WAYS: readonly Way[] = [
  { way: 'in the memory of the process that started them', share: shareByWorkers, skip: false },
  { way: 'in Redis', share: redisWay, skip: startRedis === null },
]

function claim(more: Partial<Claim>): Claim {
  const lifetime = { staleMs: 60_000, keepMs: 60_000 }
  return {
    name: 'limit',
    limit: 100,
    used: 0,
    need: 0,
    want: 0,
    ...lifetime,
    leaving: [],
    before: null,
    ...more,
  }
}

const recall: Notice = { kind: 'recall', name: 'a limit' }

describe.each(WAYS.filter(({ skip }) => !skip))('state that is shared $way', ({ share }) => {
  it('gives everybody a part, and never more than there is', async () => {
    await using sharing = await share()
    const [a, b, c] = [await sharing.join(), await sharing.join(), await sharing.join()]
    const first = await a.state.exchange([claim({ want: 80 })])
    const second = await b.state.exchange([claim({ want: 80 })])
    const third = await c.state.exchange([claim({ want: 80 })])

    expect(first).toEqual([{ share: 80, others: [] }])
    expect(second[0]?.share).toBe(10)
    expect(second[0]?.others).toMatchObject([{ share: 80, used: 0, leaving: [] }])
    expect(third[0]?.share).toBeCloseTo(10 / 3)
  })

  it('cannot take back what is used, and takes back what is not once it is needed', async () => {
    await using sharing = await share()
    const [a, b] = [await sharing.join(), await sharing.join()]
    await a.state.exchange([claim({ used: 30, want: 90 })])
    const refused = await b.state.exchange([claim({ need: 40, want: 40 })])
    expect(refused[0]).toMatchObject({ share: 0, others: [{ share: 90, used: 30 }] })
    await a.state.exchange([claim({ used: 30, want: 30 })])
    const granted = await b.state.exchange([claim({ need: 40, want: 40 })])

    expect(granted[0]?.share).toBe(40)
    const over = await b.state.exchange([claim({ used: 95, want: 95 })])
    expect(over[0]?.share).toBe(95)
  })

  it('keeps limits apart, and says what of the use of others ends when', async () => {
    await using sharing = await share()
    const [a, b] = [await sharing.join(), await sharing.join()]
    await a.state.exchange([
      claim({ name: 'one', used: 3.5, want: 3.5, leaving: [1, 3.5] }),
      claim({ name: 'two', want: 7 }),
    ])
    const seen = await b.state.exchange([
      claim({ name: 'one' }),
      claim({ name: 'two' }),
      claim({ name: 'three' }),
    ])

    expect(
      seen.map(({ others }) => others.map(({ used, share: held, leaving }) => [used, held, leaving])),
    ).toEqual([[[3.5, 3.5, [1, 3.5]]], [[0, 7, []]], []])
  })

  it('counts of a process that is gone what it used, and later nothing', async () => {
    await using sharing = await share()
    const [a, b] = [await sharing.join(), await sharing.join()]
    await a.state.exchange([claim({ used: 20, want: 70, staleMs: 1, keepMs: 60_000 })])
    const stale = await poll(async () => {
      const [grant] = await b.state.exchange([claim({})])
      return grant?.others[0]?.share === 20 ? grant : undefined
    })
    expect(stale.others).toMatchObject([{ used: 20 }])
    await a.state.exchange([claim({ name: 'short', used: 20, want: 70, staleMs: 1, keepMs: 1 })])
    await poll(async () => {
      const [grant] = await b.state.exchange([claim({ name: 'short', staleMs: 1 })])
      return grant?.others.length === 0 ? true : undefined
    })
  })

  it('takes what was used before from the first who knows it', async () => {
    await using sharing = await share()
    const [a, b] = [await sharing.join(), await sharing.join()]
    await a.state.exchange([claim({ before: 60, want: 10 })])
    const [grant] = await b.state.exchange([claim({ before: 75, want: 100 })])

    expect(grant?.others.map(({ used }) => used).toSorted((one, other) => one - other)).toEqual([0, 60])
    expect(grant?.share).toBe(15)
  })

  it('tells all others, but not whoever says it', async () => {
    await using sharing = await share()
    const [a, b, c] = [await sharing.join(), await sharing.join(), await sharing.join()]
    a.state.tell(recall)
    await poll(() => (b.heard.length > 0 && c.heard.length > 0 ? true : undefined))

    expect([a.heard, b.heard, c.heard]).toEqual([[], [recall], [recall]])
  })

  it('keeps what is told for those who come later, until it is over or taken back', async () => {
    await using sharing = await share()
    const a = await sharing.join()
    a.state.tell(recall, { kind: 'keep', id: 'one', forMs: 60_000 })
    a.state.tell({ ...recall, name: 'another' }, { kind: 'keep', id: 'one', forMs: 60_000 })
    a.state.tell(recall, { kind: 'keep', id: 'two', forMs: 60_000 })
    a.state.tell(recall, { kind: 'drop', ids: ['zero', 'two'] })
    a.state.tell(recall, { kind: 'keep', id: 'three', forMs: 1 })
    const b = await sharing.join()
    const kept = await poll(async () => {
      const found = await b.state.recall()
      return found.length === 1 ? found : undefined
    })

    expect(kept).toEqual([
      { id: 'one', notice: { ...recall, name: 'another' }, ageMs: expect.any(Number) as number },
    ])
  })
})

describe.skipIf(startRedis === null)('both ways to share', () => {
  it('grant the same, whatever is claimed', async () => {
    await using workers = await shareByWorkers()
    await using redis = await redisWay()
    const both = await Promise.all(
      [0, 1, 2].map(async () => ({ worker: await workers.join(), redis: await redis.join() })),
    )
    const amount = fc.oneof(fc.nat(120), fc.double({ min: 0, max: 120, noNaN: true }))
    const steps = fc.array(
      fc.record({
        member: fc.nat(2),
        used: amount,
        need: amount,
        want: amount,
        limit: fc.constantFrom(100, 80),
      }),
      { maxLength: 25 },
    )
    let run = 0
    await fc.assert(
      fc.asyncProperty(steps, async (claims) => {
        const name = `run-${run++}`
        for (const { member, want, ...more } of claims) {
          const pair = both[member]
          if (pair === undefined) continue
          const asked = [claim({ ...more, name, want: more.used + want })]
          const [one, other] = await Promise.all([
            pair.worker.state.exchange(asked),
            pair.redis.state.exchange(asked),
          ])
          expect(other[0]?.share).toBe(one[0]?.share)
          const used = (grant: typeof one): number[] =>
            (grant[0]?.others ?? []).map((held) => held.used).toSorted((a, b) => a - b)
          expect(used(other)).toEqual(used(one))
        }
      }),
      { numRuns: 60 },
    )
  })
})
