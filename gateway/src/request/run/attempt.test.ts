import { describe, expect, it } from 'vitest'
import type { AttemptObserver, Call, Outcome, Serving } from '#domain/attempt'
import { NO_USAGE } from '#domain/usage'
import { CountingSink } from '#simulator/counting-sink'
import { admitted, deployment, model } from '#simulator/sample'
import { VirtualClock } from '#simulator/virtual-clock'
import type { AttemptEnd, AttemptLimits } from './attempt.ts'
import { Attempt } from './attempt.ts'

const HEAD = { status: 200, contentType: 'text/event-stream', headers: [] }
const CHUNK = new Uint8Array([1])
const USED = { ...NO_USAGE, input: 3, output: 2 }
const ANSWERED: Outcome = {
  kind: 'answered',
  reportedModel: null,
  usage: USED,
  flag: null,
  droppedEvents: 0,
}
const LIMITS: AttemptLimits = {
  connectMs: 100,
  answerMs: 1_000,
  answerClass: 'timeout',
  idleMs: 300,
  commitMs: 10_000,
  deadlineMs: 10_000,
}

interface Given {
  readonly limits?: Partial<AttemptLimits>
  readonly streamed?: boolean
  readonly sink?: CountingSink
}

/** An attempt whose wire side the test plays itself. */
function start({ limits = {}, streamed = true, sink = new CountingSink() }: Given = {}) {
  const clock = new VirtualClock()
  const wire = { log: [] as string[], observer: null as AttemptObserver | null }
  const place = deployment('m1')
  const own = model('m', [place])
  const serving: Serving = {
    model: own,
    deployment: place,
    attempts: 1,
    fallbacks: [],
    overheadMs: 0,
    dispatchedAt: 0,
    warnings: [],
  }
  const attempt = new Attempt(
    {
      clock,
      sink,
      send: (_call, observer) => {
        wire.observer = observer
        return {
          abort: () => {
            wire.log.push('abort')
            return USED
          },
          pause: () => wire.log.push('pause'),
          resume: () => wire.log.push('resume'),
        }
      },
    },
    { ...LIMITS, ...limits },
    { ...serving, streamed },
  )
  const call: Call = {
    accepted: admitted('m', { body: { streamed } }).accepted,
    model: own,
    deployment: place,
    hold: 'content',
    judge: { refusal: false, contentFilter: false },
    malformedEvent: 'drop',
  }
  let end: AttemptEnd | null = null
  const done = attempt.run(call).then((result) => {
    end = result
    return result
  })
  if (wire.observer === null) throw new Error('nothing was sent')
  return { clock, attempt, sink, wire: wire.observer, log: wire.log, done, ended: () => end }
}

describe('the limit', () => {
  it('to connect ends an attempt that no connection took', async () => {
    const { clock, done, log } = start()
    await clock.advance(100)
    expect(await done).toMatchObject({
      kind: 'failed',
      failure: { class: 'timeout', detail: 'no connection within 100 ms' },
      sent: false,
      totalMs: 100,
    })
    expect(log).toEqual(['abort'])
  })

  it.each([
    ['timeout', true, 'no first token within 1000 ms'],
    ['latency', true, 'no first token within 1000 ms'],
    ['timeout', false, 'no answer within 1000 ms'],
  ] as const)(
    'to the start ends it as %s, streamed %s, whatever signs of life there were',
    async (answerClass, streamed, detail) => {
      const { clock, wire, done } = start({ streamed, limits: { answerClass } })
      wire.sent()
      for (let time = 0; time < 5; time++) {
        await clock.advance(199)
        wire.activity()
      }
      await clock.advance(5)
      expect(await done).toMatchObject({
        kind: 'failed',
        failure: { class: answerClass, detail },
        sent: true,
        totalMs: 1_000,
      })
    },
  )

  it('to the start does not act once it has started, nor without an alternative', async () => {
    const flowing = start({ limits: { idleMs: 60_000 } })
    flowing.wire.sent()
    await flowing.clock.advance(999)
    flowing.wire.committed(HEAD, [CHUNK], false)
    await flowing.clock.advance(5_000)
    expect(flowing.ended()).toBeNull()
    const last = start({ limits: { answerMs: null } })
    last.wire.sent()
    await last.clock.advance(9_999)
    expect(last.ended()).toBeNull()
  })

  it('between two signs of life acts after the start, and comments count as life', async () => {
    const { clock, wire, done, sink } = start()
    wire.sent()
    await clock.advance(900)
    wire.committed(HEAD, [CHUNK], false)
    for (let time = 0; time < 10; time++) {
      await clock.advance(299)
      wire.activity()
    }
    await clock.advance(300)
    expect(await done).toMatchObject({
      kind: 'broken',
      failure: { class: 'timeout', detail: 'nothing for 300 ms' },
      ttftMs: 900,
      usage: USED,
    })
    expect(sink.events.at(-1)).toBe('break')
  })

  it('between two signs of life does not act before a stream starts, but does in an unstreamed answer', async () => {
    const stream = start()
    stream.wire.sent()
    stream.wire.activity()
    await stream.clock.advance(999)
    expect(stream.ended()).toBeNull()
    const whole = start({ streamed: false })
    whole.wire.sent()
    whole.wire.activity()
    await whole.clock.advance(300)
    expect(whole.ended()).toMatchObject({ kind: 'failed', failure: { detail: 'nothing for 300 ms' } })
  })

  it('between two signs of life leaves out the time in which the client took nothing', async () => {
    const sink = new CountingSink()
    sink.write = () => false
    const { attempt, clock, wire, log, ended } = start({ sink })
    wire.sent()
    wire.committed(HEAD, [CHUNK], false)
    expect(log).toEqual(['pause'])
    await clock.advance(5_000)
    expect(ended()).toBeNull()
    attempt.resume()
    expect(log).toEqual(['pause', 'resume'])
    await clock.advance(300)
    expect(ended()).toMatchObject({ kind: 'broken', totalMs: 5_300 })
  })

  it('of the whole request ends it before the start without a word to the client', async () => {
    const { clock, wire, done, sink } = start({ limits: { commitMs: 500 } })
    wire.sent()
    await clock.advance(500)
    expect(await done).toMatchObject({ kind: 'deadline', ttftMs: null, totalMs: 500 })
    expect(sink.events).toEqual([])
  })

  it('to the start does not act on an answer that has started', async () => {
    const { clock, wire, done, sink } = start({ limits: { commitMs: 500, idleMs: 60_000 } })
    wire.sent()
    wire.committed(HEAD, [CHUNK], false)
    await clock.advance(600)
    wire.ended(ANSWERED)
    expect(await done).toMatchObject({ kind: 'answered' })
    expect(sink.events).toEqual(['commit m1', 'bytes', 'end'])
  })

  it('of the whole request breaks an answer that has started', async () => {
    const { clock, wire, done, sink } = start({ limits: { deadlineMs: 500, idleMs: 60_000 } })
    wire.sent()
    wire.committed(HEAD, [CHUNK], false)
    await clock.advance(500)
    expect(await done).toMatchObject({ kind: 'broken', failure: { class: 'timeout' } })
    expect(sink.events).toEqual(['commit m1', 'bytes', 'break'])
  })
})

describe('an attempt', () => {
  it('passes an answer on as it comes and ends once', async () => {
    const { clock, wire, done, sink } = start()
    wire.sent()
    await clock.advance(50)
    wire.committed(HEAD, [CHUNK, CHUNK], false)
    wire.bytes(CHUNK)
    await clock.advance(20)
    wire.ended(ANSWERED)
    expect(await done).toMatchObject({
      kind: 'answered',
      failure: null,
      usage: USED,
      ttftMs: 50,
      totalMs: 70,
    })
    expect(sink.events).toEqual(['commit m1', 'bytes', 'bytes', 'bytes', 'end'])
    expect(clock.pending).toBe(0)
  })

  it('that fails before its start leaves the client untouched', async () => {
    const { wire, done, sink, clock } = start()
    const failure = { class: 'server_error', detail: 'scripted', status: 500 } as const
    wire.ended({ kind: 'failed', failure, usage: null })
    expect(await done).toMatchObject({ kind: 'failed', failure, usage: null })
    expect(sink.events).toEqual([])
    expect(clock.pending).toBe(0)
  })

  it('that breaks after its start ends in the error event', async () => {
    const { wire, done, sink } = start()
    const failure = { class: 'stream_interrupted', detail: 'scripted' } as const
    wire.committed(HEAD, [CHUNK], false)
    wire.ended({ kind: 'failed', failure, usage: USED })
    expect(await done).toMatchObject({ kind: 'broken', failure, usage: USED })
    expect(sink.breaks).toEqual([failure])
    expect(sink.events).not.toContain('end')
  })

  it('is cancelled when the client leaves, with what was used until then, and only once', async () => {
    const { attempt, done, log, clock } = start()
    attempt.hangUp()
    attempt.hangUp()
    expect(await done).toMatchObject({ kind: 'hung_up', failure: null, usage: USED })
    expect(log).toEqual(['abort'])
    expect(clock.pending).toBe(0)
  })
})
