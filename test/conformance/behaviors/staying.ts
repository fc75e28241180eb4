import assert from 'node:assert/strict'
import * as faults from '#simulator/faults'
import type { Behavior } from '../behavior.ts'
import { A_THEN_B, ONLY_A } from '../behavior.ts'

export const staying: readonly Behavior[] = [
  {
    group: 'failures that stay',
    name: 'a mistake of the caller (400) comes back with its own code, and the second place is not bothered',
    wanted: A_THEN_B,
    check: async (world) => {
      world.script('a').always(faults.invalidRequest())
      const answer = await world.ask()
      assert.equal(answer.status, 400)
      assert.equal(answer.error?.code, 'unsupported_value')
      assert.equal(world.hits('b'), 0)
    },
  },
  {
    group: 'failures that stay',
    name: 'where only 429 may move, a 500 comes back as an error from the first place',
    wanted: { ...A_THEN_B, moveOn: [429] },
    check: async (world) => {
      world.script('a').always(faults.serverError())
      const answer = await world.ask()
      assert.ok(answer.status !== null && answer.status >= 500, `status ${answer.status}`)
      assert.equal(world.hits('b'), 0)
    },
  },
  {
    group: 'failures that stay',
    name: 'where only 429 may move, it does',
    wanted: { ...A_THEN_B, moveOn: [429] },
    check: async (world) => {
      world.script('a').always(faults.rateLimited())
      assert.equal((await world.ask()).text, 'Hello from b.')
    },
  },
  {
    group: 'failures that stay',
    name: 'an answer that is a refusal is an answer',
    wanted: A_THEN_B,
    check: async (world) => {
      world.script('a').always(faults.refused('No.'))
      const answer = await world.ask()
      assert.equal(answer.json.choices[0].message.refusal, 'No.')
      assert.equal(world.hits('b'), 0)
    },
  },
  {
    group: 'failures that stay',
    name: 'a prompt that is too long for the only place is told as such, with its code',
    wanted: ONLY_A,
    check: async (world) => {
      world.script('a').always(faults.contextLength())
      const answer = await world.ask()
      assert.equal(answer.status, 400)
      assert.equal(answer.error?.code, 'context_length_exceeded')
    },
  },
  {
    group: 'failures that stay',
    name: 'a body that is no JSON is refused with 400 and a JSON error; no place hears of it',
    wanted: ONLY_A,
    check: async (world) => {
      const answer = await world.ask({ rawBody: '{"model": "chat", ' })
      assert.equal(answer.status, 400)
      assert.equal(typeof answer.json?.error?.message, 'string')
      assert.equal(world.hits('a'), 0)
    },
  },
]
