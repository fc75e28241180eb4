import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnswerSink } from '#domain/attempt'
import type { RetryBudgetSettings } from '#domain/configuration'
import type { MidStream } from '#domain/policy'
import { NO_USAGE } from '#domain/usage'
import { admitted, deployment, model } from '#simulator/sample'
import { samplePlan } from '#simulator/sample-plan'
import type { Writer } from '#simulator/text-send'
import { TextSend } from '#simulator/text-send'
import { VirtualClock } from '#simulator/virtual-clock'
import { DeploymentStates } from './deployment-states.ts'
import { HedgeBudget } from './hedge-budget.ts'
import { RetryBudget } from './retry-budget.ts'
import { runPlan } from './run-plan.ts'

const REQUEST = new TextEncoder().encode(
  '{"model":"m","messages":[{"role":"user","content":"Hi"}],"stream":true}',
)
const CONTINUE: MidStream = { mode: 'continue', instructed: false, buffer: null }
const TOKENS = ['one', ' two', ' three', ' four', ' five', ' six']
const TEXT = TOKENS.join('')
const whole = (more: Partial<Writer> = {}): Writer => ({
  tokens: TOKENS,
  breaksAfter: null,
  gapMs: 5,
  prefill: 'ignore',
  ...more,
})

/** A client that reads the events that it is sent. */
class Reader implements AnswerSink {
  text = ''
  ids = new Set<string>()
  finishes = 0
  roles = 0
  outputTokens: number | null = null
  comments = 0
  readonly ends: string[] = []
  #gone: () => void = () => undefined

  commit(): void {
    this.ends.push('commit')
  }

  write(chunk: Uint8Array): boolean {
    for (const event of new TextDecoder().decode(chunk).split('\n\n')) this.#event(event)
    return true
  }

  whole(): void {
    this.ends.push('whole')
  }

  end(): void {
    this.ends.push('end')
  }

  breakOff(): void {
    this.ends.push('break')
  }

  onDrain(): void {}

  onHangup(gone: () => void): void {
    this.#gone = gone
  }

  flush(): void {}

  hangUp(): void {
    this.#gone()
  }

  #event(event: string): void {
    if (event.startsWith(':')) this.comments++
    if (!event.startsWith('data: {')) return
    const chunk = JSON.parse(event.slice(6)) as {
      id: string
      usage?: { completion_tokens: number } | null
      choices: readonly { delta: { role?: string; content?: string }; finish_reason: string | null }[]
    }
    this.ids.add(chunk.id)
    if (chunk.usage) this.outputTokens = chunk.usage.completion_tokens
    for (const { delta, finish_reason: finish } of chunk.choices) {
      this.text += delta.content ?? ''
      if (delta.role !== undefined) this.roles++
      if (finish !== null) this.finishes++
    }
  }
}

interface Given {
  /** One deployment each, of one model, in this order. */
  readonly writers: readonly Writer[]
  readonly midStream?: MidStream
  readonly prefilled?: boolean
  readonly deadlineMs?: number
  readonly maxTotalAttempts?: number
  readonly hangUpAtMs?: number
  readonly retryBudget?: RetryBudgetSettings
}

async function run(given: Given) {
  const { writers, midStream = CONTINUE, prefilled = true, deadlineMs, hangUpAtMs } = given
  const clock = new VirtualClock()
  const send = new TextSend(clock, (label) => writers[Number(label.slice(1))] ?? whole())
  const states = new DeploymentStates({
    random: () => 0,
    cooldown: () => ({ minMs: 1_000, maxMs: 3_600_000, defaultMs: 2_000 }),
    onEvent: () => undefined,
  })
  const places = writers.map((_, index) => deployment(`d${index}`))
  const sink = new Reader()
  const policy = { midStream, maxTotalAttempts: given.maxTotalAttempts ?? 8 }
  const plan = samplePlan([model('m', places)], { policy, ...(deadlineMs !== undefined && { deadlineMs }) })
  if (hangUpAtMs !== undefined) clock.after(hangUpAtMs, () => sink.hangUp())
  const task = runPlan(
    { admitted: admitted('m', { body: { bytes: REQUEST, streamed: true, includeUsage: true } }), plan },
    sink,
    {
      clock,
      random: () => 0,
      send: send.send,
      states,
      budget: new RetryBudget(),
      budgetSettings: given.retryBudget ?? { ratio: 0.2, minPerSecond: 10 },
      hedges: new HedgeBudget(),
      flushAfterMs: 15_000,
      malformedEvent: 'drop',
      judge: null,
      prefillOf: ({ label }) =>
        prefilled && writers[Number(label.slice(1))]?.prefill !== 'ignore'
          ? { style: 'plain', trailingSpace: 'keep' }
          : null,
    },
  )
  const answered = await clock.until(task)
  const inFlight = places.reduce((sum, place) => sum + states.of(place).inFlight, 0)
  return { answered, sink, calls: send.calls, left: [clock.pending, send.running, inFlight], states, places }
}

describe('an answer that breaks off', () => {
  it('is one stream to the client, whoever wrote the rest, and all of it is counted', async () => {
    for (const prefilled of [true, false]) {
      const writers = [whole({ breaksAfter: 2 }), whole({ prefill: 'continue' })]
      const { answered, sink } = await run({ writers, prefilled })
      expect(sink).toMatchObject({ text: TEXT, finishes: 1, roles: 1, ends: ['commit', 'end'] })
      expect(sink.ids).toEqual(new Set(['from d0']))
      expect(answered.result).toMatchObject({ kind: 'answered', step: { deployment: { label: 'd1' } } })
      expect(answered.continued).toMatchObject([
        { n: 2, rung: prefilled ? 'prefill' : 'restart', atChars: 7 },
      ])
      expect(sink.outputTokens).toBe(answered.usage?.output)
      expect(answered.fallbacks).toEqual(['stream_interrupted'])
    }
  })

  it('counts against its deployment, and a text that does not fit against none', async () => {
    const other = whole({ tokens: ['one', ' two', ' other'] })
    const { answered, states, places } = await run({
      writers: [whole({ breaksAfter: 3 }), other],
      prefilled: false,
    })
    expect(answered.result.kind).toBe('broken')
    expect(places.map((place) => states.of(place).faults.value)).toEqual([1, null])
    expect(answered.attempts.map(({ outcome }) => outcome)).toEqual(['broken', 'cancelled'])
  })

  it('is not gone on with past the deadline, the attempts of one request, or a client that leaves', async () => {
    const slow = whole({ gapMs: 400 })
    const late = await run({
      writers: [whole({ breaksAfter: 2 }), slow],
      prefilled: false,
      deadlineMs: 1_000,
    })
    expect(late.sink).toMatchObject({ text: 'one two', ends: ['commit', 'break'] })
    expect(late.left).toEqual([0, 0, 0])
    const broken = [1, 2, 3, 4].map((breaksAfter) => whole({ breaksAfter }))
    const many = await run({ writers: broken, maxTotalAttempts: 2 })
    expect(many.calls).toEqual(['d0', 'd1'])
    const gone = await run({ writers: [whole({ breaksAfter: 2 }), slow], hangUpAtMs: 60, prefilled: false })
    expect(gone.answered.result).toEqual({ kind: 'hung_up' })
    expect(gone.answered.attempts.map(({ outcome }) => outcome)).toEqual(['broken', 'aborted'])
    expect(gone.answered.usage).not.toEqual(NO_USAGE)
    expect(gone.left).toEqual([0, 0, 0])
  })

  it('is tried in the next way at the same place though the retry budget is used up: that is one move', async () => {
    const writers = [whole({ breaksAfter: 2 }), whole({ prefill: 'refuse' })]
    const { sink, calls } = await run({ writers, retryBudget: { ratio: 0, minPerSecond: 0 } })
    expect(calls).toEqual(['d0', 'd1', 'd1'])
    expect(sink).toMatchObject({ text: TEXT, ends: ['commit', 'end'] })
  })

  it('keeps the connection alive while a restart is held back', async () => {
    const slow = whole({ gapMs: 9_000 })
    const { sink } = await run({ writers: [whole({ breaksAfter: 5 }), slow], prefilled: false })
    expect(sink.text).toBe(TEXT)
    expect(sink.comments).toBeGreaterThanOrEqual(4)
  })
})

const writing = { breaksAfter: fc.option(fc.nat(6)), gapMs: fc.integer({ min: 0, max: 40 }) }
/** What a model does with a beginning that is not its own, nobody can tell: such ones are not given any, or refuse. */
const writer: fc.Arbitrary<Writer> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      ...writing,
      tokens: fc.constant(TOKENS),
      prefill: fc.constantFrom('continue' as const, 'ignore' as const, 'refuse' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...writing,
      tokens: fc.constantFrom(['one', ' two', ' three', ' other', ' words'], ['un', ' deux']),
      prefill: fc.constantFrom('ignore' as const, 'refuse' as const),
    }),
  },
)

describe('whatever deployments do,', () => {
  it('a client gets one whole answer or an error, and never a text that nobody wrote', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(writer, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (writers, prefilled) => {
          const { answered, sink, calls, left } = await run({ writers, prefilled })
          const texts = writers.map(({ tokens }) => tokens.join(''))
          const { kind } = answered.result
          if (kind === 'answered') expect(texts).toContain(sink.text)
          else expect(texts.some((text) => text.startsWith(sink.text))).toBe(true)
          expect(sink.finishes).toBe(kind === 'answered' ? 1 : 0)
          expect(sink.roles).toBeLessThanOrEqual(1)
          expect(sink.ids.size).toBeLessThanOrEqual(1)
          expect(sink.ends).toEqual(
            kind === 'answered' ? ['commit', 'end'] : kind === 'broken' ? ['commit', 'break'] : [],
          )
          expect(answered.attempts.map(({ deployment: label }) => label)).toEqual(calls)
          // Prefill and restart; nothing else is tried twice.
          for (const label of calls)
            expect(calls.filter((call) => call === label).length).toBeLessThanOrEqual(2)
          expect(left).toEqual([0, 0, 0])
        },
      ),
      { numRuns: Number(process.env['BACKSTAY_PROPERTY_RUNS'] ?? 500) },
    ))
})

describe('an answer that is held back', () => {
  const buffer = { all: false, tokens: null, ms: null }
  const held = (more: Partial<typeof buffer> | { tokens: number } | { ms: number }): MidStream => ({
    mode: 'error',
    instructed: false,
    buffer: { ...buffer, ...more },
  })
  const other = whole({ tokens: ['another'] })

  it.each([
    ['all of it', held({ all: true }), 5],
    ['so many tokens', held({ tokens: 5 }), 3],
    ['so long', held({ ms: 25 }), 3],
  ])('is replaced unseen while it is: %s', async (_, midStream, breaksAfter) => {
    const { sink, answered } = await run({ writers: [whole({ breaksAfter }), other], midStream })
    expect(sink).toMatchObject({ text: 'another', ends: ['commit', 'end'] })
    expect(answered.attempts.map(({ outcome }) => outcome)).toEqual(['failed', 'answered'])
  })

  it.each([
    ['so many tokens', held({ tokens: 2 })],
    ['so long', held({ ms: 8 })],
  ])('breaks once the client has it: %s', async (_, midStream) => {
    const { sink, left } = await run({ writers: [whole({ breaksAfter: 5 }), other], midStream })
    expect(sink).toMatchObject({ text: 'one two three four five', ends: ['commit', 'break'] })
    expect(left).toEqual([0, 0, 0])
  })

  it('comes complete, however it was held, and later than its first content', async () => {
    for (const midStream of [held({ all: true }), held({ tokens: 3 }), held({ ms: 12 })]) {
      const { sink, answered } = await run({ writers: [whole()], midStream })
      expect(sink).toMatchObject({ text: TEXT, ends: ['commit', 'end'], finishes: 1 })
      expect(answered.ttftMs).toBeGreaterThan(answered.attempts[0]?.ttftMs ?? Infinity)
    }
  })

  it('is gone on with after that, where the policy says so', async () => {
    const midStream: MidStream = { ...CONTINUE, buffer: { ...buffer, ms: 12 } }
    const { sink } = await run({ writers: [whole({ breaksAfter: 5 }), whole()], midStream })
    expect(sink).toMatchObject({ text: TEXT, ends: ['commit', 'end'] })
  })
})
