import assert from 'node:assert/strict'
import * as faults from '#simulator/faults'
import type { Behavior } from '../behavior.ts'
import { A_THEN_B } from '../behavior.ts'

const ABC = { places: [{ name: 'a' }, { name: 'b' }, { name: 'c' }], order: 'fallback' } as const
const GROUPS = {
  places: [{ name: 'a' }, { name: 'b' }, { name: 'c' }, { name: 'd' }],
  order: 'groups',
  groups: [
    ['a', 'b'],
    ['c', 'd'],
  ],
} as const

export const chains: readonly Behavior[] = [
  {
    group: 'chains',
    name: 'the first and the second of three places fail: the third one answers',
    wanted: ABC,
    check: async (world) => {
      world.script('a').always(faults.serverError())
      world.script('b').always(faults.rateLimited())
      assert.equal((await world.ask()).text, 'Hello from c.')
      assert.deepEqual([world.hits('a'), world.hits('b')], [1, 1])
    },
  },
  {
    group: 'chains',
    name: 'all places of one model fail: a place of the next model answers',
    wanted: GROUPS,
    check: async (world) => {
      for (const name of ['a', 'b']) world.script(name).always(faults.overloaded())
      assert.match((await world.ask()).text, /^Hello from [cd]\.$/)
    },
  },
  {
    group: 'chains',
    name: 'one place of a model fails: the other one of the same model answers, not the next model',
    wanted: GROUPS,
    check: async (world) => {
      world.script('a').always(faults.overloaded())
      for (const answer of await world.askMany(6)) assert.equal(answer.text, 'Hello from b.')
    },
  },
  {
    group: 'chains',
    name: 'all fail: the client gets one error with a status from 500, as JSON',
    wanted: ABC,
    check: async (world) => {
      for (const name of ['a', 'b', 'c']) world.script(name).always(faults.serverError())
      const answer = await world.ask()
      assert.ok(answer.status !== null && answer.status >= 500, `status ${answer.status}`)
      assert.equal(typeof answer.error?.message, 'string')
      assert.deepEqual([world.hits('a'), world.hits('b'), world.hits('c')], [1, 1, 1])
    },
  },
  {
    group: 'chains',
    name: 'all are rate limited: 429 with the shortest of the waits that they ask for',
    wanted: A_THEN_B,
    check: async (world) => {
      world.script('a').always(faults.rateLimited({ retryAfterS: 40 }))
      world.script('b').always(faults.rateLimited({ retryAfterS: 70 }))
      const answer = await world.ask()
      assert.equal(answer.status, 429)
      const seconds = Number(answer.headers['retry-after'])
      assert.ok(seconds >= 30 && seconds <= 41, `retry-after ${seconds}`)
    },
  },
  {
    group: 'chains',
    name: 'a request that names what to fall back to gets its answer from there',
    wanted: ABC,
    check: async (world) => {
      for (const name of ['a', 'b']) world.script(name).always(faults.overloaded())
      assert.equal((await world.ask({ model: 'a', fallback: ['c'] })).text, 'Hello from c.')
      assert.equal(world.hits('b'), 0)
    },
  },
  {
    group: 'chains',
    name: 'asked as chat completions, answered by a Messages provider: a chat completion',
    wanted: { places: [{ name: 'a' }, { name: 'b', dialect: 'anthropic' }], order: 'fallback' },
    check: async (world) => {
      world.script('a').always(faults.overloaded())
      const answer = await world.ask({ body: { max_tokens: 50 } })
      assert.equal(answer.json?.choices?.[0]?.message?.content, 'Hello from b.')
      assert.equal(answer.json.choices[0].finish_reason, 'stop')
    },
  },
  {
    group: 'chains',
    name: 'streamed: asked as chat completions, answered by a Messages provider: chunks, with their end',
    wanted: { places: [{ name: 'a' }, { name: 'b', dialect: 'anthropic' }], order: 'fallback' },
    check: async (world) => {
      world.script('a').always(faults.overloaded())
      const answer = await world.ask({ stream: true, body: { max_tokens: 50 } })
      assert.equal(answer.text, 'Hello from b.')
      assert.equal(answer.finish, 'stop')
      assert.match(answer.raw.toString(), /data: \[DONE\]\s*$/)
    },
  },
  {
    group: 'chains',
    name: 'asked as Messages, answered by a chat completions provider: a message',
    wanted: { places: [{ name: 'a', dialect: 'anthropic' }, { name: 'b' }], order: 'fallback' },
    check: async (world) => {
      world.script('a').always(faults.overloaded())
      const answer = await world.ask({ dialect: 'anthropic' })
      assert.equal(answer.json?.type, 'message')
      assert.equal(answer.json.content?.[0]?.text, 'Hello from b.')
      assert.equal(answer.json.stop_reason, 'end_turn')
    },
  },
  {
    group: 'chains',
    name: 'a request makes at most so many calls, however long the list',
    wanted: { ...ABC, maxAttempts: 2 },
    check: async (world) => {
      for (const name of ['a', 'b', 'c']) world.script(name).always(faults.serverError())
      assert.ok(((await world.ask()).status ?? 0) >= 500)
      assert.deepEqual([world.hits('a'), world.hits('b'), world.hits('c')], [1, 1, 0])
    },
  },
]
