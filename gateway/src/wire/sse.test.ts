import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SseSplitter, type SseEvent } from './sse.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

interface Seen {
  readonly raw: string
  readonly data: string | null
  readonly name: string | null
}

function seen(event: SseEvent): Seen {
  const data =
    event.dataStart === -1 ? null : decoder.decode(event.dataSource.subarray(event.dataStart, event.dataEnd))
  return { raw: decoder.decode(event.source.subarray(event.start, event.end)), data, name: event.name }
}

function split(text: string, size = Infinity): Seen[] {
  const bytes = encoder.encode(text)
  const splitter = new SseSplitter()
  const events: Seen[] = []
  for (let at = 0; at < bytes.length; at += size) {
    events.push(...splitter.push(bytes.subarray(at, at + size)).map(seen))
  }
  return events
}

const DATA_CASES: readonly (readonly [string, string, (string | null)[]])[] = [
  ['line feeds', 'data: a\n\ndata: b\n\n', ['a', 'b']],
  ['carriage returns with line feeds', 'data: a\r\n\r\ndata: b\r\n\r\n', ['a', 'b']],
  ['carriage returns alone', 'data: a\r\rdata: b\r\r', ['a', 'b']],
  ['mixed line ends', 'data: a\r\n\ndata: b\n\r\n', ['a', 'b']],
  ['a byte order mark', '\uFEFFdata: a\n\n', ['a']],
  ['no space after the colon', 'data:a\n\n', ['a']],
  ['only one space taken', 'data:  a\n\n', [' a']],
  ['several data lines', 'data: a\ndata: b\n\n', ['a\nb']],
  ['several data lines with CRLF', 'data: a\r\ndata\r\ndata: c\r\n\r\n', ['a\n\nc']],
  ['comments', ': keep-alive\n\ndata: a\n\n', [null, 'a']],
  ['blank lines', '\n\ndata: a\n\n', [null, null, 'a']],
  ['other fields', 'id: 1\nretry: 5\ndata: a\n\n', ['a']],
  ['a field that only begins like data', 'database: x\n\ndata: a\n\n', [null, 'a']],
  ['text beyond ASCII', 'data: schön 🎉\n\n', ['schön 🎉']],
]

describe('splitting server-sent events', () => {
  it.each(DATA_CASES)('understands %s, whole and byte by byte', (_, text, expected) => {
    expect(split(text).map((event) => event.data)).toEqual(expected)
    const single = split(text, 1)
    expect(single.map((event) => event.data).filter((data) => data !== null)).toEqual(
      expected.filter((data) => data !== null),
    )
    expect(single.map((event) => event.raw).join('')).toBe(text)
  })

  it('reads the name of an event', () => {
    expect(split('event: error\ndata: {}\n\n')[0]).toEqual({
      raw: 'event: error\ndata: {}\n\n',
      data: '{}',
      name: 'error',
    })
  })

  it('keeps an incomplete event to itself', () => {
    const splitter = new SseSplitter()
    expect(splitter.push(encoder.encode('data: a\n\ndata: b\n'))).toHaveLength(1)
    expect(splitter.pendingBytes).toBe('data: b\n'.length)
  })

  it('does not copy events that are whole in one read', () => {
    const chunk = encoder.encode('data: a\n\ndata: b\n\n')
    const events = new SseSplitter().push(chunk)
    expect(events.every((event) => event.source === chunk && event.dataSource === chunk)).toBe(true)
  })

  it('gives up on an event that is larger than the limit', () => {
    const splitter = new SseSplitter(10)
    splitter.push(encoder.encode('data: 1234'))
    expect(splitter.overflowed).toBe(false)
    splitter.push(encoder.encode('5'))
    expect(splitter.overflowed).toBe(true)
    expect(splitter.push(encoder.encode('\n\n'))).toEqual([])
  })

  it('gives the same bytes and data at any split, and never throws', () => {
    const piece = fc.constantFrom(
      'data: x\n\n',
      'data: é\r\n\r\n',
      'data: 1\r\r',
      ': c\n',
      '\r',
      '\n',
      'event: e\n',
      'q',
      '\uFEFF',
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 20 }),
        fc.array(fc.nat(12), { minLength: 1, maxLength: 20 }),
        (pieces, sizes) => {
          const bytes = encoder.encode(pieces.join(''))
          const splitter = new SseSplitter()
          const events: Seen[] = []
          for (let at = 0, n = 0; at < bytes.length; n += 1) {
            const size = (sizes[n % sizes.length] ?? 0) + 1
            events.push(...splitter.push(bytes.subarray(at, at + size)).map(seen))
            at += size
          }
          const whole = split(pieces.join(''))
          const datas = (list: Seen[]): (string | null)[] =>
            list.map((event) => event.data).filter((data) => data !== null)
          expect(datas(events)).toEqual(datas(whole))
          expect(events.map((event) => event.raw).join('')).toBe(whole.map((event) => event.raw).join(''))
        },
      ),
    )
  })
})
