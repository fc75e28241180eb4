import assert from 'node:assert/strict'
import type { Behavior as Played } from '#simulator/behavior'
import * as faults from '#simulator/faults'
import type { Behavior } from '../behavior.ts'
import { A_THEN_B } from '../behavior.ts'
import type { Wanted } from '../wanted.ts'

interface Fault {
  readonly what: string
  readonly played: Played
  /** Only with this can it be noticed. */
  readonly wanted?: Wanted
  readonly streamed?: boolean
}

const IN_TIME: Wanted = { ...A_THEN_B, limits: { firstTokenMs: 400, answerMs: 400 } }

const FAULTS: readonly Fault[] = [
  { what: 'status 500', played: faults.serverError() },
  { what: 'status 503', played: faults.overloaded() },
  { what: 'status 529', played: faults.error(529, { type: 'overloaded_error' }) },
  { what: 'status 429', played: faults.rateLimited() },
  { what: 'a 429 for an exhausted quota', played: faults.quotaExhausted() },
  { what: 'status 401 for its own key', played: faults.unauthorized() },
  { what: 'a 404 for its model', played: faults.modelNotFound() },
  { what: 'a web page with status 502', played: faults.htmlError(502) },
  { what: 'a connection that resets before the headers', played: faults.cutAt('before_headers') },
  { what: 'a body that breaks off', played: faults.cutAt({ afterBytes: 40 }, 'destroy') },
  { what: 'status 200 with an error for a body', played: faults.errorBodyIn200() },
  { what: 'status 200 with half a JSON document', played: { body: { text: '{"id": "1", "choices": [{' } } },
  { what: 'status 200 with an empty answer', played: faults.emptyAnswer() },
  { what: 'no headers in time', played: faults.hangBeforeHeaders(), wanted: IN_TIME },
  { what: 'status 503', played: faults.overloaded(), streamed: true },
  { what: 'a stream that begins with an error event', played: faults.errorAsFirstEvent(), streamed: true },
  {
    what: 'a stream that breaks before the first token',
    played: faults.cutAt({ afterTokens: 0 }),
    streamed: true,
  },
  {
    what: 'a stream that says nothing in time',
    played: faults.hangBeforeFirstToken(),
    wanted: IN_TIME,
    streamed: true,
  },
  {
    what: 'a stream that says nothing but keep-alives',
    played: { ...faults.hangBeforeFirstToken(), keepalive: { everyMs: 50 } },
    wanted: IN_TIME,
    streamed: true,
  },
]

export const moving: readonly Behavior[] = [
  ...FAULTS.map(({ what, played, wanted = A_THEN_B, streamed = false }): Behavior => ({
    group: 'failures that move',
    name: `${streamed ? 'streamed: ' : ''}${what} from the first place: the second one answers`,
    wanted,
    check: async (world) => {
      world.script('a').always(played)
      const answer = await world.ask({ stream: streamed })
      assert.equal(answer.status, 200)
      assert.equal(answer.text, 'Hello from b.')
      assert.equal(answer.raises, false, 'an SDK would raise')
    },
  })),
  {
    group: 'failures that move',
    name: 'nothing listens at the first place: the second one answers',
    wanted: { places: [{ name: 'a', dead: true }, { name: 'b' }], order: 'fallback' },
    check: async (world) => {
      assert.equal((await world.ask()).text, 'Hello from b.')
    },
  },
  {
    group: 'failures that move',
    name: 'an answer that is not the JSON that was agreed on: the second place answers',
    wanted: { ...A_THEN_B, mustHaveMember: 'city' },
    check: async (world) => {
      world.script('a').always({ text: 'I would say Paris.' })
      world.script('b').always({ text: '{"city":"Paris"}' })
      assert.equal((await world.ask({ stream: false })).text, '{"city":"Paris"}')
    },
  },
  {
    group: 'failures that move',
    name: 'the first place is slow to begin: a second one is asked beside it, and the quicker answer counts',
    wanted: { ...A_THEN_B, hedgeAfterMs: 100 },
    check: async (world) => {
      world.script('a').always({ delays: { beforeHeadersMs: 10_000 } })
      assert.equal((await world.ask({ stream: true })).text, 'Hello from b.')
      await world.until('a', ([request]) => request?.outcome === 'aborted')
    },
  },
]
