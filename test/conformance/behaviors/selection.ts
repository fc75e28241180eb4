import assert from 'node:assert/strict'
import type { Behavior } from '../behavior.ts'
import { ONLY_A } from '../behavior.ts'
import type { World } from '../world.ts'

const ABC = [{ name: 'a' }, { name: 'b' }, { name: 'c' }]
const WEIGHTED = [
  { name: 'a', weight: 1 },
  { name: 'b', weight: 3 },
]

const hits = (world: World, ...names: readonly string[]): number[] => names.map((name) => world.hits(name))

/** How many of so many go where. */
async function shares(world: World, count: number, parallel = 1): Promise<void> {
  for (const answer of await world.askMany(count, {}, parallel)) assert.equal(answer.status, 200)
}

export const selection: readonly Behavior[] = [
  {
    group: 'selection',
    name: 'three equal places share 150 requests, none with less than a fifth',
    wanted: { places: ABC, order: 'even' },
    check: async (world) => {
      await shares(world, 150, 10)
      for (const got of hits(world, 'a', 'b', 'c')) assert.ok(got >= 30, `one got ${got} of 150`)
    },
  },
  {
    group: 'selection',
    name: 'three equal places share 30 requests exactly',
    wanted: { places: ABC, order: 'even' },
    check: async (world) => {
      await shares(world, 30)
      assert.deepEqual(hits(world, 'a', 'b', 'c'), [10, 10, 10])
    },
  },
  {
    group: 'selection',
    name: 'weights of 1 and 3 share 200 requests in about that proportion',
    wanted: { places: WEIGHTED, order: 'weights' },
    check: async (world) => {
      await shares(world, 200, 10)
      const [a = 0] = hits(world, 'a')
      assert.ok(a >= 25 && a <= 75, `the one with weight 1 got ${a} of 200`)
    },
  },
  {
    group: 'selection',
    name: 'weights of 1 and 3 share 40 requests exactly, ten at a time',
    wanted: { places: WEIGHTED, order: 'weights' },
    check: async (world) => {
      await shares(world, 40, 10)
      assert.deepEqual(hits(world, 'a', 'b'), [10, 30])
    },
  },
  {
    group: 'selection',
    name: 'places take 1, 2 and 7 of every ten when they may be sent 100,000, 200,000 and 700,000 tokens a minute',
    wanted: {
      places: [
        { name: 'a', tokensPerMinute: 100_000 },
        { name: 'b', tokensPerMinute: 200_000 },
        { name: 'c', tokensPerMinute: 700_000 },
      ],
      order: 'capacity',
    },
    check: async (world) => {
      await shares(world, 100, 10)
      assert.deepEqual(hits(world, 'a', 'b', 'c'), [10, 20, 70])
    },
  },
  {
    group: 'selection',
    name: 'the first place of an order gets everything while it is well',
    wanted: { places: ABC, order: 'fallback' },
    check: async (world) => {
      await shares(world, 20, 4)
      assert.deepEqual(hits(world, 'a', 'b', 'c'), [20, 0, 0])
    },
  },
  {
    group: 'selection',
    name: 'a place that is switched off gets nothing',
    wanted: { places: [{ name: 'a', disabled: true }, { name: 'b' }], order: 'even' },
    check: async (world) => {
      await shares(world, 10)
      assert.deepEqual(hits(world, 'a', 'b'), [0, 10])
    },
  },
  {
    group: 'selection',
    name: 'the cheapest place is asked first',
    wanted: {
      places: [
        { name: 'a', price: 20 },
        { name: 'b', price: 2 },
        { name: 'c', price: 8 },
      ],
      order: 'cost',
    },
    check: async (world) => {
      await shares(world, 10)
      assert.deepEqual(hits(world, 'a', 'b', 'c'), [0, 10, 0])
    },
  },
  {
    group: 'selection',
    name: 'of a slow and a fast place, the fast one gets most of 60 streams',
    wanted: { places: [{ name: 'a' }, { name: 'b' }], order: 'latency' },
    check: async (world) => {
      world.script('a').always({ delays: { beforeFirstTokenMs: 250 } })
      await world.askMany(60, { stream: true }, 4)
      const [a = 0, b = 0] = hits(world, 'a', 'b')
      assert.ok(b > 2 * a, `slow ${a}, fast ${b}`)
    },
  },
  {
    group: 'selection',
    name: 'a place that is busy with a long answer is not given the next ones',
    wanted: { places: [{ name: 'a' }, { name: 'b' }], order: 'busy' },
    check: async (world) => {
      for (const name of ['a', 'b']) world.script(name).next({ delays: { beforeHeadersMs: 1_500 } })
      const long = world.ask()
      await Promise.race(['a', 'b'].map((name) => world.until(name, (requests) => requests.length > 0)))
      const busy = world.hits('a') > 0 ? 'a' : 'b'
      world.script(busy === 'a' ? 'b' : 'a').reset()
      await shares(world, 5)
      assert.equal(world.hits(busy), 1)
      await long
    },
  },
  {
    group: 'selection',
    name: 'a session stays with the place that answered it first',
    wanted: { places: ABC, order: 'even', keepSessions: true },
    check: async (world) => {
      await world.askMany(9, { session: 'one-conversation' })
      assert.deepEqual(
        hits(world, 'a', 'b', 'c').toSorted((one, other) => one - other),
        [0, 0, 9],
      )
    },
  },
  {
    group: 'selection',
    name: 'a request that names one provider goes there',
    wanted: { places: ABC, order: 'fallback' },
    check: async (world) => {
      assert.equal((await world.ask({ only: 'b' })).status, 200)
      assert.deepEqual(hits(world, 'a', 'b', 'c'), [0, 1, 0])
    },
  },
  {
    group: 'selection',
    name: 'requests go where a value of their metadata says',
    wanted: { places: [{ name: 'a' }, { name: 'b' }], order: 'metadata', byPlan: { paid: 'b' } },
    check: async (world) => {
      await world.ask({ plan: 'free' })
      await world.ask({ plan: 'paid' })
      await world.ask({ plan: 'paid' })
      assert.deepEqual(hits(world, 'a', 'b'), [1, 2])
    },
  },
  {
    group: 'selection',
    name: 'another configured name of a model means the same model',
    wanted: { ...ONLY_A, alias: 'chat-latest' },
    check: async (world) => {
      assert.equal((await world.ask({ model: 'chat-latest' })).text, 'Hello from a.')
    },
  },
]
