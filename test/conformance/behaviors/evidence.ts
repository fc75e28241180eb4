import assert from 'node:assert/strict'
import * as faults from '#simulator/faults'
import type { Behavior } from '../behavior.ts'
import { A_THEN_B, ONLY_A } from '../behavior.ts'
import { UPSTREAM_KEY } from '../world.ts'

export const evidence: readonly Behavior[] = [
  {
    group: 'evidence',
    name: 'every answer has the id of its request, and each its own',
    wanted: ONLY_A,
    check: async (world) => {
      const ids = (await world.askMany(3)).map((answer) => world.evidence(answer).requestId)
      assert.ok(
        ids.every((id) => id !== null && id !== ''),
        `ids: ${ids.join(', ')}`,
      )
      assert.equal(new Set(ids).size, 3)
    },
  },
  {
    group: 'evidence',
    name: 'errors have one too',
    wanted: ONLY_A,
    check: async (world) => {
      world.script('a').always(faults.serverError())
      assert.notEqual(world.evidence(await world.ask()).requestId, null)
    },
  },
  {
    group: 'evidence',
    name: 'an answer says which place it comes from',
    wanted: A_THEN_B,
    check: async (world) => {
      world.script('a').next(faults.overloaded())
      assert.equal(world.evidence(await world.ask()).place, 'b')
      assert.equal(world.evidence(await world.ask()).place, 'a')
    },
  },
  {
    group: 'evidence',
    name: 'an answer says how many calls it took',
    wanted: A_THEN_B,
    check: async (world) => {
      world.script('a').next(faults.overloaded())
      assert.equal(world.evidence(await world.ask()).attempts, 2)
    },
  },
  {
    group: 'evidence',
    name: 'an answer says why it did not come from the first place',
    wanted: A_THEN_B,
    check: async (world) => {
      world.script('a').next(faults.overloaded())
      assert.equal(world.evidence(await world.ask()).reason, 'overloaded')
    },
  },
  {
    group: 'evidence',
    name: 'the model in an answer is what the place says that it used',
    wanted: ONLY_A,
    check: async (world) => {
      world.script('a').always({ model: 'model-2026-10-01' })
      assert.equal((await world.ask()).model, 'model-2026-10-01')
      assert.equal((await world.ask({ stream: true })).model, 'model-2026-10-01')
    },
  },
  {
    group: 'evidence',
    name: 'the error after a chain of failures tells of each of them',
    wanted: A_THEN_B,
    check: async (world) => {
      world.script('a').always(faults.serverError())
      world.script('b').always(faults.rateLimited())
      const text = (await world.ask()).raw.toString()
      assert.match(text, /500|server_error/)
      assert.match(text, /429|rate_limit/)
    },
  },
  {
    group: 'evidence',
    name: 'no error shows a key of a place, nor where it is',
    wanted: ONLY_A,
    check: async (world) => {
      world.script('a').always(
        faults.error(401, {
          message: `Incorrect API key provided: ${UPSTREAM_KEY}.`,
          code: 'invalid_api_key',
        }),
      )
      const { raw, headers } = await world.ask()
      const seen = raw.toString() + JSON.stringify(headers)
      assert.ok(!seen.includes(UPSTREAM_KEY), 'the key is shown')
    },
  },
  {
    group: 'evidence',
    name: 'a place sees its own key, not what the caller sent to the gateway',
    wanted: ONLY_A,
    check: async (world) => {
      await world.ask({ headers: { 'cookie': 'session=of-the-caller', 'x-internal': 'of-the-caller' } })
      const [request] = world.got('a')
      assert.equal(request?.apiKey, UPSTREAM_KEY)
      assert.ok(!JSON.stringify(request?.headers).includes('of-the-caller'))
    },
  },
  {
    group: 'evidence',
    name: 'members that the gateway does not know reach the place, and come back from it',
    wanted: ONLY_A,
    check: async (world) => {
      const json = {
        id: 'x',
        object: 'chat.completion',
        created: 1,
        model: 'a',
        of_the_place: { kept: true },
        choices: [{ index: 0, message: { role: 'assistant', content: 'Hi.' }, finish_reason: 'stop' }],
      }
      world.script('a').always({ body: { json } })
      const answer = await world.ask({ body: { of_the_caller: { kept: true } } })
      assert.match(world.got('a')[0]?.bodyText ?? '', /"of_the_caller":\s*\{"kept":\s*true\}/)
      assert.deepEqual(answer.json.of_the_place, { kept: true })
    },
  },
  {
    group: 'evidence',
    name: 'an error to a Messages client has the shape of Messages errors',
    wanted: { places: [{ name: 'a', dialect: 'anthropic' }], order: 'fallback' },
    check: async (world) => {
      world.script('a').always(faults.overloaded())
      const answer = await world.ask({ dialect: 'anthropic' })
      assert.equal(answer.json?.type, 'error')
      assert.equal(typeof answer.json.error?.type, 'string')
    },
  },
  {
    group: 'evidence',
    name: 'a request can be looked up afterwards: who answered, calls, tokens, cost',
    wanted: {
      places: [
        { name: 'a', price: 10 },
        { name: 'b', price: 10 },
      ],
      order: 'fallback',
    },
    check: async (world) => {
      world.script('a').always(faults.overloaded())
      world.script('b').always({ usage: { input: 100, output: 50 } })
      const account = await world.recordOf(await world.ask())
      assert.deepEqual([account.place, account.attempts], ['b', 2])
      assert.deepEqual([account.inputTokens, account.outputTokens], [100, 50])
      assert.ok(Math.abs((account.costUsd ?? 0) - 0.0015) < 1e-9, `cost ${account.costUsd}`)
    },
  },
  {
    group: 'evidence',
    name: 'Prometheus can read how many requests there were',
    wanted: ONLY_A,
    check: async (world) => {
      await world.askMany(3)
      assert.match(await world.metrics(), /requests[a-z_]*\{[^}]*\} 3\b/)
    },
  },
]
