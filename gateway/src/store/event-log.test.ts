import { describe, expect, it } from 'vitest'
import type { GatewayEvent, LoggedEvent } from '#domain/event'
import { EventLog } from './event-log.ts'

const event = (n: number): GatewayEvent => ({ kind: 'breaker-closed', deployment: `d${n}` })

function fresh(keep?: number) {
  const time = { ms: 1_795_000_000_000 }
  const appended: LoggedEvent[] = []
  const log = new EventLog({
    wallMs: () => time.ms,
    organisation: () => 'default',
    process: '0123abcd',
    append: (logged) => appended.push(logged),
    ...(keep !== undefined && { keep }),
  })
  const tell = (from: number, to: number): void => {
    for (let n = from; n <= to; n++) log.tell(event(n))
  }
  return { time, appended, log, tell }
}

const names = (events: readonly LoggedEvent[] | null) =>
  events?.map(({ event: told }) => ('deployment' in told ? told.deployment : '')) ?? null

describe('the event log', () => {
  it('gives ids that only grow: in one millisecond, over many, and when the clock is set back', () => {
    const { time, appended, tell } = fresh()
    tell(1, 3)
    time.ms += 10
    tell(4, 5)
    time.ms -= 3_600_000
    tell(6, 70_000)
    time.ms += 7_200_000
    tell(70_001, 70_002)
    const ids = appended.map(({ id }) => id)
    expect(new Set(ids).size).toBe(70_002)
    expect(ids.toSorted()).toEqual(ids)
    expect(ids.every((id) => /^[0-9a-f]{24}$/.test(id))).toBe(true)
    expect(appended[0]).toEqual({
      id: `${(1_795_000_000_000).toString(16).padStart(12, '0')}00000123abcd`,
      at: 1_795_000_000_000,
      organisation: 'default',
      event: event(1),
    })
  })

  it('says what came after an id while it is kept, and that it does not know otherwise', () => {
    const { appended, log, tell } = fresh(3)
    expect(log.after('0'.repeat(24))).toBeNull()
    tell(1, 5)
    const idOf = (n: number): string => appended[n - 1]?.id ?? ''
    expect(names(log.after(idOf(3)))).toEqual(['d4', 'd5'])
    expect(log.after(idOf(5))).toEqual([])
    tell(6, 20)
    expect(log.after(idOf(2))).toBeNull()
    expect(names(log.after(idOf(18)))).toEqual(['d19', 'd20'])
    expect(log.recent().length).toBeLessThanOrEqual(6)
  })

  it('tells those who listen, in order, until they no longer want to know', () => {
    const { log, tell } = fresh()
    const heard: LoggedEvent[] = []
    tell(1, 1)
    const leave = log.subscribe((logged) => heard.push(logged))
    tell(2, 3)
    leave()
    tell(4, 4)
    expect(names(heard)).toEqual(['d2', 'd3'])
  })
})
