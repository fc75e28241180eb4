import assert from 'node:assert/strict'
import * as faults from '#simulator/faults'
import type { Behavior } from '../behavior.ts'
import { A_THEN_B, ONLY_A } from '../behavior.ts'

/** Long after every limit here, and long before the client gives up. */
const SOON_MS = 10_000

export const timeouts: readonly Behavior[] = [
  {
    group: 'timeouts',
    name: 'no answer within its limit from the first place, whole: the second one answers soon',
    wanted: { ...A_THEN_B, limits: { answerMs: 300 } },
    check: async (world) => {
      world.script('a').always(faults.hangBeforeFirstToken())
      const answer = await world.ask({ stream: false })
      assert.equal(answer.text, 'Hello from b.')
      assert.ok(answer.ms < SOON_MS)
    },
  },
  {
    group: 'timeouts',
    name: 'a place that is slow, but within its limit, answers',
    wanted: { ...A_THEN_B, limits: { answerMs: 15_000 } },
    check: async (world) => {
      world.script('a').always({ text: 'Slowly.', delays: { beforeHeadersMs: 500 } })
      assert.equal((await world.ask({ stream: false })).text, 'Slowly.')
    },
  },
  {
    group: 'timeouts',
    name: 'a long stream is not cut by the limit to its first token',
    wanted: { ...A_THEN_B, limits: { firstTokenMs: 600 } },
    check: async (world) => {
      world.script('a').always({ text: 'a b c d e f g', delays: { betweenChunksMs: 150 } })
      const answer = await world.ask({ stream: true })
      assert.ok(['a b c d e f g', 'Hello from b.'].includes(answer.text))
      assert.equal(answer.raises, false)
    },
  },
  {
    group: 'timeouts',
    name: 'a stream that falls silent in the middle ends in an error, not in waiting for ever',
    wanted: { ...ONLY_A, limits: { idleMs: 400 } },
    check: async (world) => {
      world.script('a').always({ tokens: 9, ...faults.hangAfterTokens(3) })
      const answer = await world.ask({ stream: true })
      assert.equal(answer.raises, true)
      assert.ok(answer.ms < SOON_MS)
      assert.notEqual(answer.error, null, 'there is no error event')
    },
  },
  {
    group: 'timeouts',
    name: 'one limit over everything that is tried: 504 when it is over',
    wanted: { ...A_THEN_B, limits: { totalMs: 700 } },
    check: async (world) => {
      for (const name of ['a', 'b']) world.script(name).always(faults.hangBeforeHeaders())
      const answer = await world.ask()
      assert.equal(answer.status, 504)
      assert.ok(answer.ms < SOON_MS)
    },
  },
  {
    group: 'timeouts',
    name: 'a deadline that the request brings along holds',
    wanted: A_THEN_B,
    check: async (world) => {
      for (const name of ['a', 'b']) world.script(name).always(faults.hangBeforeHeaders())
      const answer = await world.ask({ deadlineMs: 600 })
      assert.equal(answer.status, 504)
      assert.ok(answer.ms < SOON_MS)
    },
  },
  {
    group: 'timeouts',
    name: 'a call that was given up is ended at the place as well',
    wanted: { ...A_THEN_B, limits: { answerMs: 300 } },
    check: async (world) => {
      world.script('a').always(faults.hangBeforeHeaders())
      await world.ask({ stream: false })
      await world.until('a', ([request]) => request?.outcome === 'aborted')
    },
  },
]
