import assert from 'node:assert/strict'
import * as faults from '#simulator/faults'
import type { Behavior } from '../behavior.ts'
import { A_THEN_B, ONLY_A } from '../behavior.ts'

export const retries: readonly Behavior[] = [
  {
    group: 'retries',
    name: 'three tries: the place fails twice and then answers',
    wanted: { ...ONLY_A, tries: 3 },
    check: async (world) => {
      world.script('a').next(faults.serverError(), faults.serverError())
      assert.equal((await world.ask()).text, 'Hello from a.')
      assert.equal(world.hits('a'), 3)
    },
  },
  {
    group: 'retries',
    name: 'streamed, three tries: the place fails twice and then answers',
    wanted: { ...ONLY_A, tries: 3 },
    check: async (world) => {
      world.script('a').next(faults.serverError(), faults.serverError())
      assert.equal((await world.ask({ stream: true })).text, 'Hello from a.')
    },
  },
  {
    group: 'retries',
    name: 'two tries: a place that goes on failing is left for the next one after two',
    wanted: { ...A_THEN_B, tries: 2 },
    check: async (world) => {
      world.script('a').always(faults.serverError())
      assert.equal((await world.ask()).text, 'Hello from b.')
      assert.equal(world.hits('a'), 2)
    },
  },
  {
    group: 'retries',
    name: 'no tries asked for: none are made',
    wanted: ONLY_A,
    check: async (world) => {
      world.script('a').always(faults.serverError())
      await world.ask()
      assert.equal(world.hits('a'), 1)
    },
  },
  {
    group: 'retries',
    name: 'a mistake of the caller is not tried again',
    wanted: { ...ONLY_A, tries: 3 },
    check: async (world) => {
      world.script('a').always(faults.invalidRequest())
      assert.equal((await world.ask()).status, 400)
      assert.equal(world.hits('a'), 1)
    },
  },
  {
    group: 'retries',
    name: 'a 429 that asks to wait a second is waited for, and then tried again',
    wanted: { ...ONLY_A, tries: 3, obeyHints: true },
    check: async (world) => {
      world.script('a').next(faults.rateLimited({ retryAfterS: 1 }))
      const answer = await world.ask()
      assert.equal(answer.text, 'Hello from a.')
      const [first, second] = world.got('a')
      const waited = (second?.at ?? 0) - (first?.at ?? 0)
      assert.ok(waited >= 950, `it came again after ${waited} ms`)
    },
  },
  {
    group: 'retries',
    name: 'a 429 that asks to wait a minute is not waited for while another place is well',
    wanted: { ...A_THEN_B, tries: 3, obeyHints: true },
    check: async (world) => {
      world.script('a').always(faults.rateLimited({ retryAfterS: 60 }))
      assert.equal((await world.ask()).text, 'Hello from b.')
      assert.equal(world.hits('a'), 1)
    },
  },
  {
    group: 'retries',
    name: 'after a chain of failures clients are told not to try again by themselves',
    wanted: A_THEN_B,
    check: async (world) => {
      for (const name of ['a', 'b']) world.script(name).always(faults.serverError())
      assert.equal((await world.ask()).headers['x-should-retry'], 'false')
    },
  },
  {
    group: 'retries',
    name: 'what is sent again is byte for byte what was sent',
    wanted: { ...ONLY_A, tries: 2 },
    check: async (world) => {
      world.script('a').next(faults.serverError())
      await world.ask({ body: { messages: [{ role: 'user', content: 'Grüße, 你好 😀' }], seed: 7 } })
      const [first, second] = world.got('a')
      assert.ok(second !== undefined)
      assert.equal(first?.bodyText, second.bodyText)
    },
  },
]
