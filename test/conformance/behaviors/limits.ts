import assert from 'node:assert/strict'
import type { Behavior } from '../behavior.ts'
import { ONLY_A } from '../behavior.ts'

const wait = (answer: { readonly headers: Readonly<Record<string, unknown>> }): number =>
  Number(answer.headers['retry-after'])

export const limits: readonly Behavior[] = [
  {
    group: 'limits',
    name: 'a key with three requests a minute gets 429 for the fourth, with the time to wait',
    wanted: { ...ONLY_A, caller: { requestsPerMinute: 3 } },
    check: async (world) => {
      const answers = await world.askMany(4)
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200, 200, 429],
      )
      const [, , , last] = answers
      assert.ok(last !== undefined && wait(last) >= 1 && wait(last) <= 61)
      assert.equal(world.hits('a'), 3)
    },
  },
  {
    group: 'limits',
    name: 'a key with 500 tokens a minute gets 429 once they are used',
    wanted: { ...ONLY_A, caller: { tokensPerMinute: 500 } },
    check: async (world) => {
      world.script('a').always({ usage: { input: 300, output: 300 } })
      assert.equal((await world.ask({ body: { max_tokens: 10 } })).status, 200)
      assert.equal((await world.ask({ body: { max_tokens: 10 } })).status, 429)
    },
  },
  {
    group: 'limits',
    name: 'a key that may have one request under way gets 429 for a second one beside it',
    wanted: { ...ONLY_A, caller: { concurrency: 1 } },
    check: async (world) => {
      world.script('a').next({ delays: { beforeHeadersMs: 2_000 } })
      const first = world.ask()
      await world.until('a', (requests) => requests.length === 1)
      assert.equal((await world.ask()).status, 429)
      assert.equal((await first).status, 200)
    },
  },
  {
    group: 'limits',
    name: 'a key whose budget is spent gets 402',
    wanted: { places: [{ name: 'a', price: 1_000 }], order: 'fallback', caller: { budgetUsd: 0.5 } },
    check: async (world) => {
      world.script('a').always({ usage: { input: 300, output: 300 } })
      assert.equal((await world.ask({ body: { max_tokens: 10 } })).status, 200)
      assert.equal((await world.ask({ body: { max_tokens: 10 } })).status, 402)
    },
  },
  {
    group: 'limits',
    name: 'a key may use the models that it was given, and gets 403 for another',
    wanted: { ...ONLY_A, caller: { grant: 'chat' } },
    check: async (world) => {
      assert.equal((await world.ask()).status, 200)
      assert.equal((await world.ask({ model: 'a' })).status, 403)
    },
  },
  {
    group: 'limits',
    name: 'a caller with an unknown key gets 401, and no place hears of it',
    wanted: ONLY_A,
    check: async (world) => {
      assert.equal((await world.ask({ key: 'not-a-key' })).status, 401)
      assert.equal(world.hits('a'), 0)
    },
  },
  {
    group: 'limits',
    name: 'a place is never sent more than its seven requests a minute, fifty at once',
    wanted: { places: [{ name: 'a', requestsPerMinute: 7 }, { name: 'b' }], order: 'fallback' },
    check: async (world) => {
      for (const { status } of await world.askMany(50, {}, 50)) assert.equal(status, 200)
      assert.deepEqual([world.hits('a'), world.hits('b')], [7, 43])
    },
  },
  {
    group: 'limits',
    name: 'a place that used its tokens of the minute is passed over before it says 429',
    wanted: { places: [{ name: 'a', tokensPerMinute: 300 }, { name: 'b' }], order: 'fallback' },
    check: async (world) => {
      world.script('a').always({ usage: { input: 200, output: 100 } })
      await world.askMany(3, { body: { max_tokens: 10 } })
      assert.deepEqual([world.hits('a'), world.hits('b')], [1, 2])
    },
  },
  {
    group: 'limits',
    name: 'every place is full: 429 with the time until one has room; nobody is called',
    wanted: { places: [{ name: 'a', requestsPerMinute: 1 }], order: 'fallback' },
    check: async (world) => {
      await world.ask()
      const answer = await world.ask()
      assert.equal(answer.status, 429)
      assert.ok(wait(answer) >= 30 && wait(answer) <= 61, `retry-after ${wait(answer)}`)
      assert.equal(world.hits('a'), 1)
    },
  },
  {
    group: 'limits',
    name: 'a body over the limit gets 413, and no place hears of it',
    wanted: { ...ONLY_A, maxBodyBytes: 4_096 },
    check: async (world) => {
      const answer = await world.ask({ body: { user: 'x'.repeat(8_000) } })
      assert.equal(answer.status, 413)
      assert.equal(world.hits('a'), 0)
    },
  },
]
