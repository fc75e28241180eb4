import assert from 'node:assert/strict'
import * as faults from '#simulator/faults'
import { poll } from '../../e2e/poll.ts'
import type { Behavior } from '../behavior.ts'
import { A_THEN_B } from '../behavior.ts'

const LONG = { ...A_THEN_B, breaker: { failures: 3, openMs: 600_000 } }

export const breaker: readonly Behavior[] = [
  {
    group: 'breaker',
    name: 'a place that failed three times in a row is not asked by the next twenty requests',
    wanted: LONG,
    check: async (world) => {
      world.script('a').always(faults.serverError())
      for (const answer of await world.askMany(23)) assert.equal(answer.text, 'Hello from b.')
      assert.equal(world.hits('a'), 3)
    },
  },
  {
    group: 'breaker',
    name: 'a place that is well again gets its traffic back',
    wanted: { ...A_THEN_B, breaker: { failures: 3, openMs: 200 } },
    check: async (world) => {
      world.script('a').always(faults.serverError())
      await world.askMany(6)
      world.script('a').always({ text: 'Hello again.' })
      await poll(async () => ((await world.ask()).text === 'Hello again.' ? true : undefined))
      assert.equal((await world.ask()).text, 'Hello again.')
    },
  },
  {
    group: 'breaker',
    name: 'mistakes of callers open no breaker',
    wanted: LONG,
    check: async (world) => {
      world.script('a').always(faults.invalidRequest())
      await world.askMany(10)
      world.script('a').always({ text: 'Hello from a.' })
      assert.equal((await world.ask()).text, 'Hello from a.')
    },
  },
  {
    group: 'breaker',
    name: 'streams that break open it as errors do',
    wanted: { ...LONG, midStream: 'error' },
    check: async (world) => {
      world.script('a').always({ tokens: 10, ...faults.cutAt({ afterTokens: 3 }) })
      await world.askMany(6, { stream: true })
      assert.equal(world.hits('a'), 3)
      assert.equal(world.hits('b'), 3)
    },
  },
  {
    group: 'breaker',
    name: 'a place that asked to be left alone for a minute is left alone by the next requests',
    wanted: A_THEN_B,
    check: async (world) => {
      world.script('a').always(faults.rateLimited({ retryAfterS: 60 }))
      for (const answer of await world.askMany(5)) assert.equal(answer.text, 'Hello from b.')
      assert.equal(world.hits('a'), 1)
    },
  },
  {
    group: 'breaker',
    name: 'a place whose key is wrong is not asked by every request',
    wanted: A_THEN_B,
    check: async (world) => {
      world.script('a').always(faults.unauthorized())
      for (const answer of await world.askMany(5)) assert.equal(answer.text, 'Hello from b.')
      assert.equal(world.hits('a'), 1)
    },
  },
  {
    group: 'breaker',
    name: 'when every place is left alone, one is asked all the same',
    wanted: { places: [{ name: 'a' }], order: 'fallback', breaker: { failures: 2, openMs: 600_000 } },
    check: async (world) => {
      world.script('a').next(faults.serverError(), faults.serverError())
      await world.askMany(2)
      assert.equal((await world.ask()).text, 'Hello from a.')
    },
  },
]
