import { describe, expect, it } from 'vitest'
import { configuration, deployment, model, RETRY } from '#simulator/sample'
import type { Behavior } from '#simulator/scripted-send'
import { Traffic } from './traffic.ts'

const ANSWER: Behavior = { kind: 'answer', afterMs: 100, lastsMs: 50 }
const failure = { class: 'overloaded', detail: 'down', status: 503 } as const
const DOWN = {
  'answers with an error': { kind: 'fail', afterMs: 20, failure },
  'takes requests and says nothing': { kind: 'hang' },
  'takes no connection': { kind: 'unreachable' },
  'breaks off before its first token': { kind: 'fail', afterMs: 500, failure },
} as const satisfies Readonly<Record<string, Behavior>>

const DOWN_AT = 60_000
const UP_AT = 360_000
const EVERY_MS = 500
const UNTIL = 420_000

/** Two places of one model, the first of which is down for five minutes. */
async function outage(behavior: Behavior, streamed: boolean, seed: number) {
  const places = [deployment('first', { priority: 1 }), deployment('second', { priority: 2 })]
  const traffic = new Traffic({
    configuration: configuration([model('m', places)]),
    ask: 'm',
    streamed,
    everyMs: EVERY_MS,
    seed,
    behave: (label, now) => (label === 'first' && now >= DOWN_AT && now < UP_AT ? behavior : ANSWER),
  })
  const sent = await traffic.run(UNTIL / EVERY_MS)
  return {
    during: sent.filter(({ at }) => at >= DOWN_AT && at < UP_AT),
    after: sent.filter(({ at }) => at >= UP_AT),
  }
}

it('three tries in place make six calls on a dead primary in ten requests of ten seconds, at most', async () => {
  const retry = { ...RETRY, maxAttempts: 3 }
  const places = [deployment('first', { priority: 1 }), deployment('second', { priority: 2 })]
  for (const how of ['overloaded', 'rate_limit'] as const) {
    for (let seed = 1; seed <= 20; seed++) {
      const hint = how === 'rate_limit' ? { retryAfterMs: 2_000 } : {}
      const dead: Behavior = { kind: 'fail', afterMs: 20, failure: { class: how, detail: 'down', ...hint } }
      const traffic = new Traffic({
        configuration: configuration([model('m', places, { retry })]),
        ask: 'm',
        streamed: true,
        everyMs: 1_000,
        seed,
        behave: (label) => (label === 'first' ? dead : ANSWER),
      })
      const sent = await traffic.run(10)
      const calls = sent.flatMap(({ attempts }) => attempts).filter((label) => label === 'first')
      expect(calls.length).toBeLessThanOrEqual(6)
      expect(sent.every(({ served }) => served === 'second')).toBe(true)
    }
  }
})

describe('a primary that', () => {
  it.each(
    Object.entries(DOWN).flatMap(([what, behavior]) =>
      [true, false].map((s) => [what, s, behavior] as const),
    ),
  )(
    '%s (streamed: %s) costs little while it is down and serves again within 30 seconds',
    async (_what, streamed, behavior) => {
      // Until silence is known to be a failure it takes as long as the limit: whole answers may take two minutes.
      const silent = behavior.kind === 'hang' && !streamed
      const most = behavior.kind === 'fail' ? 0.05 : silent ? 0.5 : 0.08
      for (const seed of [1, 2, 3]) {
        const { during, after } = await outage(behavior, streamed, seed)
        expect(during.every(({ served }) => served === 'second')).toBe(true)
        const wasted = during.filter(({ attempts }) => attempts.includes('first')).length / during.length
        expect(wasted).toBeLessThanOrEqual(most)
        const back = after.filter(({ served }) => served === 'first')[0]?.at ?? Infinity
        expect(back - UP_AT).toBeLessThanOrEqual(30_000)
        // The first requests have to find out; no later one waits for more than a hedge.
        const waits = during.slice(silent ? 300 : 40).map(({ ttftMs }) => ttftMs ?? Infinity)
        expect(Math.max(...waits)).toBeLessThanOrEqual(1_000 + 100)
      }
    },
  )
})
