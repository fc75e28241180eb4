import { describe, expect, it } from 'vitest'
import type { AttemptObserver, Call, Outcome } from '#domain/attempt'
import { NO_USAGE } from '#domain/usage'
import { admitted, deployment, model } from '#simulator/sample'
import { VirtualClock } from '#simulator/virtual-clock'
import type { AttemptEnd, AttemptLimits, AttemptOwner } from './attempt.ts'
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
  /** What the client says to bytes: false asks to pause. */
  readonly takes?: boolean
  /** The owner keeps the answer from the client. */
  readonly holds?: boolean
}

/** An attempt whose wire side and owner the test plays itself. */
function start({ limits = {}, streamed = true, takes = true, holds = false }: Given = {}) {
  const clock = new VirtualClock()
  const wire = { log: [] as string[], observer: null as AttemptObserver | null }
  const told: string[] = []
  const place = deployment('m1')
  const own = model('m', [place])
  const attempt = new Attempt(
    {
      clock,
      send: (_call, observer) => {
        wire.observer = observer
        return {
          abort: () => {
            wire.log.push('abort')
            return USED
          },
          delivered: () => null,
          used: () => USED,
          pause: () => wire.log.push('pause'),
          resume: () => wire.log.push('resume'),
        }
      },
    },
    { ...LIMITS, ...limits },
    { streamed },
  )
  const call: Call = {
    accepted: admitted('m', { body: { streamed } }).accepted,
    model: own,
    deployment: place,
    hold: 'content',
    judge: { refusal: false, contentFilter: false },
    malformedEvent: 'drop',
    tracked: false,
    mayBeEmpty: false,
  }
  const ends: AttemptEnd[] = []
  const owner: AttemptOwner & { delivering: boolean } = {
    delivering: false,
    reported: (given) => told.push(`reported ${given.length}`),
    committed: (_head, chunks, whole) => {
      owner.delivering = !holds
      told.push(whole ? 'whole' : `committed ${chunks.length}`)
      return takes
    },
    bytes: () => {
      told.push('bytes')
      return takes
    },
    ended: (end) => {
      told.push(end.kind)
      ends.push(end)
    },
    crashed: (bug) => told.push(`crashed ${String(bug)}`),
  }
  attempt.run(call, owner)
  if (wire.observer === null) throw new Error('nothing was sent')
  return { clock, attempt, wire: wire.observer, log: wire.log, told, owner, ended: () => ends.at(-1) ?? null }
}

describe('the limit', () => {
  it('to connect ends an attempt that no connection took', async () => {
    const { clock, ended, log } = start()
    await clock.advance(100)
    expect(ended()).toMatchObject({
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
      const { clock, wire, ended } = start({ streamed, limits: { answerClass } })
      wire.sent()
      for (let time = 0; time < 5; time++) {
        await clock.advance(199)
        wire.activity()
      }
      await clock.advance(5)
      expect(ended()).toMatchObject({
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
    const { clock, wire, told, ended } = start()
    wire.sent()
    await clock.advance(900)
    wire.committed(HEAD, [CHUNK], false)
    for (let time = 0; time < 10; time++) {
      await clock.advance(299)
      wire.activity()
    }
    await clock.advance(300)
    expect(ended()).toMatchObject({
      kind: 'broken',
      failure: { class: 'timeout', detail: 'nothing for 300 ms' },
      ttftMs: 900,
      usage: USED,
    })
    expect(told).toEqual(['committed 1', 'broken'])
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
    const { attempt, clock, wire, log, ended } = start({ takes: false })
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
    const { clock, wire, told, ended } = start({ limits: { commitMs: 500 } })
    wire.sent()
    await clock.advance(500)
    expect(ended()).toMatchObject({ kind: 'deadline', ttftMs: null, totalMs: 500 })
    expect(told).toEqual(['deadline'])
  })

  it('to the start does not act on an answer that has started', async () => {
    const { clock, wire, told, ended } = start({ limits: { commitMs: 500, idleMs: 60_000 } })
    wire.sent()
    wire.committed(HEAD, [CHUNK], false)
    await clock.advance(600)
    wire.ended(ANSWERED)
    expect(ended()).toMatchObject({ kind: 'answered' })
    expect(told).toEqual(['committed 1', 'answered'])
  })

  it('of the whole request breaks an answer that has started', async () => {
    const { clock, wire, told, ended } = start({ limits: { deadlineMs: 500, idleMs: 60_000 } })
    wire.sent()
    wire.committed(HEAD, [CHUNK], false)
    await clock.advance(500)
    expect(ended()).toMatchObject({ kind: 'broken', failure: { class: 'timeout' } })
    expect(told).toEqual(['committed 1', 'broken'])
  })
})

describe('an attempt', () => {
  it('tells of an answer as it comes and ends once', async () => {
    const { clock, wire, told, ended } = start()
    wire.sent()
    await clock.advance(50)
    wire.committed(HEAD, [CHUNK, CHUNK], false)
    wire.bytes(CHUNK)
    await clock.advance(20)
    wire.ended(ANSWERED)
    expect(ended()).toMatchObject({
      kind: 'answered',
      failure: null,
      usage: USED,
      ttftMs: 50,
      totalMs: 70,
    })
    expect(told).toEqual(['committed 2', 'bytes', 'answered'])
    expect(clock.pending).toBe(0)
  })

  it('that fails before its start tells of nothing else', () => {
    const { wire, told, ended, clock } = start()
    const failure = { class: 'server_error', detail: 'scripted', status: 500 } as const
    wire.ended({ kind: 'failed', failure, usage: null })
    expect(ended()).toMatchObject({ kind: 'failed', failure, usage: null })
    expect(told).toEqual(['failed'])
    expect(clock.pending).toBe(0)
  })

  it('that breaks while the client gets it is broken, one that was held back has failed', () => {
    const { wire, ended } = start()
    const failure = { class: 'stream_interrupted', detail: 'scripted' } as const
    wire.committed(HEAD, [CHUNK], false)
    wire.ended({ kind: 'failed', failure, usage: USED })
    expect(ended()).toMatchObject({ kind: 'broken', failure, usage: USED })
    const held = start({ holds: true })
    held.wire.committed(HEAD, [CHUNK], false)
    held.wire.ended({ kind: 'failed', failure, usage: USED })
    expect(held.ended()).toMatchObject({ kind: 'failed', failure, usage: USED })
  })

  it('is cancelled when the client leaves, with what was used until then, and only once', () => {
    const { attempt, ended, log, clock } = start()
    attempt.cancel('hung_up')
    attempt.cancel('hung_up')
    expect(ended()).toMatchObject({ kind: 'hung_up', failure: null, usage: USED })
    expect(log).toEqual(['abort'])
    expect(clock.pending).toBe(0)
  })
})
