import assert from 'node:assert/strict'
import type { Behavior as Played } from '#simulator/behavior'
import * as faults from '#simulator/faults'
import type { Behavior } from '../behavior.ts'
import { A_THEN_B, ONLY_A } from '../behavior.ts'

const TEN = { tokens: 10 }

/** Streams that end before their end, of which no client may think that they are whole. */
const BROKEN: readonly (readonly [string, Played])[] = [
  ['the connection resets', faults.cutAt({ afterTokens: 3 }, 'reset')],
  ['the connection closes inside the message', faults.cutAt({ afterTokens: 3 }, 'destroy')],
  ['the message ends properly, but without a finish reason', faults.cutAt({ afterTokens: 3 }, 'end')],
  ['an error event comes', faults.errorAfterTokens(3)],
  ['it breaks inside an event', faults.cutAt({ insideToken: 4 }, 'end')],
]

export const streams: readonly Behavior[] = [
  ...BROKEN.map(([what, played]): Behavior => ({
    group: 'streams',
    name: `after three tokens ${what}, and nobody else is there: the client gets an error, not a whole answer`,
    wanted: ONLY_A,
    check: async (world) => {
      world.script('a').always({ ...TEN, ...played })
      const answer = await world.ask({ stream: true })
      assert.equal(answer.raises, true, 'it ends as if it were whole')
    },
  })),
  {
    group: 'streams',
    name: 'a stream that breaks is gone on with by the second place; the client gets the whole text once',
    wanted: { ...A_THEN_B, midStream: 'continue' },
    check: async (world) => {
      const text = 'One two three four five six seven.'
      world.script('a').always({ text, ...faults.cutAt({ afterTokens: 4 }) })
      world.script('b').always({ text })
      const answer = await world.ask({ stream: true })
      assert.equal(answer.text, text)
      assert.equal(answer.raises, false)
      assert.equal(answer.finish, 'stop')
    },
  },
  {
    group: 'streams',
    name: 'the first token arrives while the place is still writing',
    wanted: ONLY_A,
    check: async (world) => {
      world.script('a').always({ tokens: 4, delays: { betweenChunksMs: 700 } })
      const answer = await world.ask({ stream: true })
      assert.ok(answer.firstMs < answer.ms - 700, `first after ${answer.firstMs} of ${answer.ms} ms`)
    },
  },
  {
    group: 'streams',
    name: 'characters of several bytes survive being split anywhere',
    wanted: ONLY_A,
    check: async (world) => {
      const text = 'Grüße 你好 😀 – fin.'
      world.script('a').always({ text, pieceBytes: 1 })
      assert.equal((await world.ask({ stream: true })).text, text)
    },
  },
  {
    group: 'streams',
    name: 'events that end in CR LF are read like others',
    wanted: ONLY_A,
    check: async (world) => {
      world.script('a').always({ text: 'Hello from a.', lineEnds: 'crlf' })
      const answer = await world.ask({ stream: true })
      assert.equal(answer.text, 'Hello from a.')
      assert.equal(answer.finish, 'stop')
    },
  },
  {
    group: 'streams',
    name: 'comments that keep the connection alive do no harm',
    wanted: ONLY_A,
    check: async (world) => {
      world.script('a').always({ text: 'Hello from a.', keepalive: { count: 3 } })
      const answer = await world.ask({ stream: true })
      assert.equal(answer.text, 'Hello from a.')
      assert.equal(answer.raises, false)
    },
  },
  {
    group: 'streams',
    name: 'an answer compressed with gzip reaches a client that did not ask for it in plain',
    wanted: ONLY_A,
    check: async (world) => {
      world.script('a').always({ text: 'Hello from a.', gzip: true })
      assert.equal(
        (await world.ask({ stream: true, headers: { 'accept-encoding': 'identity' } })).text,
        'Hello from a.',
      )
    },
  },
  {
    group: 'streams',
    name: 'a client that asks for the usage gets it in the stream',
    wanted: ONLY_A,
    check: async (world) => {
      world.script('a').always({ usage: { input: 11, output: 7 } })
      const answer = await world.ask({ stream: true, body: { stream_options: { include_usage: true } } })
      assert.equal(answer.usage?.prompt_tokens, 11)
      assert.equal(answer.usage?.completion_tokens, 7)
    },
  },
  {
    group: 'streams',
    name: 'tool calls arrive with name and arguments whole',
    wanted: ONLY_A,
    check: async (world) => {
      world.script('a').always({ toolCalls: [{ name: 'weather', arguments: { city: 'Paris' } }] })
      const answer = await world.ask({ stream: true })
      const parts = answer.events.flatMap((event) => event.choices?.[0]?.delta?.tool_calls ?? [])
      assert.equal(parts[0]?.function?.name, 'weather')
      const said = parts.map((part) => part.function?.arguments ?? '').join('')
      assert.deepEqual(JSON.parse(said), { city: 'Paris' })
      assert.equal(answer.finish, 'tool_calls')
    },
  },
  {
    group: 'streams',
    name: 'a client that hangs up in the middle: the call to the place is ended too',
    wanted: ONLY_A,
    check: async (world) => {
      world.script('a').always({ tokens: 400, delays: { betweenChunksMs: 50 } })
      await world.ask({ stream: true, leaveAfterBytes: 300 })
      await world.until('a', ([request]) => request?.outcome === 'aborted')
    },
  },
]
