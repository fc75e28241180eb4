import { describe, expect, it } from 'vitest'
import type { Failure } from '#domain/failure'
import { deployment, model, RETRY, TIMEOUTS } from '#simulator/sample'
import type { Behavior } from '#simulator/scripted-send'
import type { SampleRequest } from '#simulator/sample-run'
import { CountingSink } from '#simulator/counting-sink'
import { ANSWER, fails, run, SampleWorld } from '#simulator/sample-run'
import type { AnswerJudge } from './run-plan.ts'

const m = model('m', [deployment('m1')])
const n = model('n', [deployment('n1')])
const patient = model('m', [deployment('m1')], { retry: { ...RETRY, maxAttempts: 3, backoff: 'fixed' } })
const actions = ({ answered }: Awaited<ReturnType<typeof run>>): readonly string[] =>
  answered.attempts.map(({ action }) => action)

describe('a run', () => {
  it('moves between deployments, then between models, without delay, and says why', async () => {
    const two = model('m', [deployment('m1', { priority: 1 }), deployment('m2', { priority: 2 })])
    const script = { m1: [fails('auth', { status: 401 })], m2: [fails('server_error')], n1: [ANSWER] }
    const ended = await run({ models: [two, n], script })
    expect(ended.calls).toBe('m1 m2 n1')
    expect(actions(ended)).toEqual(['next_deployment', 'next_model', 'answer'])
    expect(ended.answered.fallbacks).toEqual(['auth', 'server_error'])
    expect(ended.answered).toMatchObject({ result: { kind: 'answered' }, overheadMs: 0 })
    expect(ended.endedAt).toBe(10 + 10 + 50)
  })

  it('never calls one deployment twice because it stands in two candidates', async () => {
    const shared = deployment('shared')
    const models = [model('m', [shared]), model('n', [shared]), model('o', [deployment('o1')])]
    const ended = await run({ models, script: { shared: [fails('server_error')], o1: [ANSWER] } })
    expect(ended.calls).toBe('shared o1')
  })

  it('tries again in place as often as max_attempts allows, waiting between', async () => {
    const ended = await run({
      models: [patient],
      script: { m1: [fails('overloaded'), fails('network'), ANSWER] },
    })
    expect(actions(ended)).toEqual(['retry', 'retry', 'answer'])
    expect(ended.endedAt).toBe(10 + 250 + 10 + 250 + 50)
    expect(ended.answered.fallbacks).toEqual([])
    expect(ended.answered.overheadMs).toBe(500)
  })

  it('waits out a rate limit once where there is nowhere else to go, then gives up', async () => {
    const limited = fails('rate_limit', { status: 429, retryAfterMs: 8_000 })
    const ended = await run({ models: [m], script: { m1: [limited] } })
    expect(ended.calls).toBe('m1 m1')
    expect(ended.endedAt).toBe(8_020)
    expect(ended.answered.result).toMatchObject({ kind: 'failed', retryAfterMs: 8_000 })
  })

  it('stops at once at a failure that nothing names, though there are others', async () => {
    const ended = await run({ models: [m, n], script: { m1: [fails('invalid_request', { status: 400 })] } })
    expect(ended.calls).toBe('m1')
    expect(ended.answered.attempts[0]?.reason).toBe('scripted (no trigger moves on invalid_request)')
  })

  it('makes no more attempts than one request may', async () => {
    const models = [...'mnopq'].map((name) => model(name, [deployment(`${name}1`)]))
    const script = Object.fromEntries(models.map(({ name }) => [`${name}1`, [fails('server_error')]]))
    const ended = await run({ models, script, plan: { policy: { maxTotalAttempts: 3 } } })
    expect(ended.calls).toBe('m1 n1 o1')
    expect(actions(ended).at(-1)).toBe('stop')
  })

  it('passes over a deployment whose room went to others after planning, and never sends to it', async () => {
    const full = deployment('m1', { tokensPerMinute: 1_000 })
    const given = { models: [model('m', [full]), n], script: {}, rush: full }
    const ended = await run(given)
    expect(ended.calls).toBe('n1')
    expect(ended.answered.skipped).toEqual([{ deployment: 'm1', reason: 'limit reached, room in 61 s' }])
    const alone = await run({ ...given, models: [model('m', [full])] })
    expect(alone.answered.result).toEqual({ kind: 'full', retryAfterMs: 61_000 })
  })
})

describe('a whole answer that is judged', () => {
  const wrong: Failure = { class: 'quality', detail: 'too short' }
  const script = { m1: [ANSWER], n1: [ANSWER] }
  const plan = { policy: { triggers: { classes: new Set(['quality' as const]), statuses: [] } } }

  it('reaches the client once it has passed', async () => {
    const asked: string[] = []
    const judge: AnswerJudge = (answer, step) => {
      asked.push(`${step.deployment.label} ${answer.chunks.length}`)
      return Promise.resolve(null)
    }
    const ended = await run({ models: [m, n], script, plan, judge })
    expect(asked).toEqual(['m1 1'])
    expect(ended.events).toEqual(['whole m1'])
    expect(ended.answered.result.kind).toBe('answered')
  })

  it('is a failure like any other if it does not pass, and the client never sees it', async () => {
    const judge: AnswerJudge = (_answer, step) => (step.deployment.label === 'm1' ? wrong : null)
    const ended = await run({ models: [m, n], script, plan, judge })
    expect(ended.calls).toBe('m1 n1')
    expect(ended.events).toEqual(['whole n1'])
    expect(ended.answered.attempts[0]).toMatchObject({ outcome: 'failed', errorClass: 'quality' })
  })
})

describe('the wait before the next model', () => {
  const policy = { moveDelayMs: 1_000 }
  const script = { m1: [fails('server_error')] }

  it('is as long as the key’s policy says', async () => {
    const ended = await run({ models: [m, n], script, plan: { policy } })
    expect(ended.calls).toBe('m1 n1')
    expect(ended.endedAt).toBe(10 + 1_000 + 50)
  })

  it('is not begun where it would not end inside the deadline: the failure is answered at once', async () => {
    const ended = await run({ models: [m, n], script, plan: { policy, deadlineMs: 900 } })
    expect(ended.endedAt).toBe(10)
    expect(ended.answered.result).toMatchObject({ kind: 'failed', failure: { class: 'server_error' } })
    expect(ended.answered.fallbacks).toEqual([])
  })
})

describe('a client that leaves', () => {
  it.each([
    ['before anything is sent back', { m1: [{ kind: 'hang' }] }, 5, 'aborted'],
    ['in the middle of a stream', { m1: [ANSWER] }, 100, 'aborted'],
    ['during a wait', { m1: [fails('rate_limit', { retryAfterMs: 5_000 })] }, 500, 'failed'],
  ] as const)('%s ends the run at once and blames nobody', async (_when, script, hangUpAtMs, outcome) => {
    const request = { body: { streamed: true } }
    const ended = await run({ models: [m], script, hangUpAtMs, request })
    expect(ended.endedAt).toBe(hangUpAtMs)
    expect(ended.answered.result).toEqual({ kind: 'hung_up' })
    expect(ended.answered.attempts.map((attempt) => attempt.outcome)).toEqual([outcome])
    expect(ended.states.of(deployment('m1')).breaker).toMatchObject({ kind: 'closed', consecutive: 0 })
  })
})

describe('what a client used that left', () => {
  it.each([
    ['while nothing had come', [{ kind: 'hang' }], { input: 10, output: 0, estimated: true }],
    ['while nothing had been taken', [{ kind: 'unreachable' }], null],
  ] as const)('%s is its input, once a provider had it', async (_when, m1, usage) => {
    const ended = await run({ models: [m], script: { m1 }, hangUpAtMs: 100 })
    if (usage === null) expect(ended.answered.usage).toBeNull()
    else expect(ended.answered.usage).toMatchObject(usage)
  })
})

describe('a bug of ours', () => {
  /** A client’s side that fails when it is told of this. */
  class Faulty extends CountingSink {
    readonly #at: string

    constructor(at: 'commit' | 'write' | 'end') {
      super()
      this.#at = at
    }

    override commit(): void {
      if (this.#at === 'commit') throw new Error('a bug')
    }

    override write(): boolean {
      if (this.#at === 'write') throw new Error('a bug')
      return true
    }

    override end(): void {
      throw new Error('a bug')
    }
  }
  const limited = deployment('m1', { tokensPerMinute: 1_000, requestsPerMinute: 10 })
  const request = { body: { streamed: true } }

  it.each(['commit', 'write', 'end'] as const)(
    'ends the request at once, gives back what it took, and is not held against the provider: in %s',
    async (at) => {
      const world = new SampleWorld({ m1: [ANSWER] })
      const models = [model('m', [limited]), n]
      await expect(world.run({ models, request, sink: new Faulty(at) })).rejects.toThrow('a bug')
      const state = world.states.of(limited)
      expect(world.send.calls).toEqual(['m1'])
      expect([world.send.running, world.clock.pending, state.inFlight]).toEqual([0, 0, 0])
      expect(state.left(limited, world.clock.now()).tokens).toBe(1_000)
      expect(state.breaker).toMatchObject({ kind: 'closed', consecutive: 0 })
    },
  )

  it('lets the next request probe where this one did', async () => {
    const world = new SampleWorld({ m1: [ANSWER] })
    const models = [model('m', [limited])]
    const ticket = world.states.dispatched(limited, 0)
    for (let time = 0; time < 5; time++) {
      world.states.failed(limited, { failure: { class: 'network', detail: '' }, ticket }, 0)
    }
    await world.clock.advance(2_000)
    const judge: AnswerJudge = () => {
      throw new Error('a bug')
    }
    await expect(world.run({ models, judge })).rejects.toThrow('a bug')
    expect(world.states.of(limited).breaker.kind).toBe('open')
    expect((await world.run({ models })).calls).toBe('m1')
    expect(world.states.of(limited).breaker.kind).toBe('closed')
  })
})

describe('what the caller’s impatience ends', () => {
  const broken: Behavior = { kind: 'answer', afterMs: 10, lastsMs: 60_000 }
  it.each([
    ['the deadline before the start', { deadlineMs: 500 }, { kind: 'hang' }, 'deadline'],
    ['the deadline in the middle', { deadlineMs: 500 }, broken, 'broken'],
    [
      'a limit of its own',
      { step: { timeouts: { ...TIMEOUTS, idleMs: 500 }, impatient: true } },
      broken,
      'broken',
    ],
  ] satisfies [string, SampleRequest['plan'], Behavior, string][])(
    '%s says nothing about the deployment',
    async (_what, plan, behavior, kind) => {
      const request = { body: { streamed: true } }
      const ended = await run({ models: [m], script: { m1: [behavior] }, request, plan })
      expect(ended.answered.result.kind).toBe(kind)
      expect(ended.states.of(deployment('m1')).breaker).toMatchObject({ kind: 'closed', consecutive: 0 })
    },
  )

  it('but the ordinary idle limit does', async () => {
    const ended = await run({ models: [m], script: { m1: [broken] }, request: { body: { streamed: true } } })
    expect(ended.answered.result).toMatchObject({ kind: 'broken', failure: { class: 'timeout' } })
    expect(ended.states.of(deployment('m1')).breaker).toMatchObject({ kind: 'closed', breaks: 1 })
  })
})

it('gives up the status of a stream that has not started in time, and keeps trying', async () => {
  const slow: Behavior = { kind: 'answer', afterMs: 20_000, lastsMs: 10 }
  const ended = await run({ models: [m], script: { m1: [slow] }, request: { body: { streamed: true } } })
  expect(ended.events).toEqual(['flush', 'commit m1', 'bytes', 'end'])
  const whole = await run({ models: [m], script: { m1: [slow] } })
  expect(whole.events).toEqual(['whole m1'])
})
