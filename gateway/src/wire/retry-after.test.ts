import { describe, expect, it } from 'vitest'
import { parseDate } from './parse-date.ts'
import type { HeaderView } from './header-view.ts'
import { parseWait } from './parse-wait.ts'
import { retryAfterMs } from './retry-after.ts'

const NOW = Date.UTC(2026, 0, 31, 12, 0, 0)

describe('reading how long a provider asks to wait', () => {
  it.each([
    ['3', 3000],
    ['0.5', 500],
    ['34.4s', 34_400],
    ['12ms', 12],
    ['172.799999ms', 173],
    ['7.44ms', 8],
    ['6m0s', 360_000],
    ['2m59.56s', 179_560],
    ['1h2m3s', 3_723_000],
    ['150µs', 1],
    [String(NOW / 1000 + 30), 30_000],
    [String(NOW + 1500), 1500],
    ['2026-01-31T12:00:10Z', 10_000],
    ['2026-01-31T12:00:10.25Z', 10_250],
    ['2026-01-31T14:00:10+02:00', 10_000],
    ['Sat, 31 Jan 2026 12:01:00 GMT', 60_000],
    ['99999999', 2 ** 31 - 1],
  ])('reads %s', (value, expected) => {
    expect(parseWait(value, NOW)).toBe(expected)
  })

  it.each([
    '',
    '0',
    '-1',
    'NaN',
    'Infinity',
    'soon',
    '1e3',
    '2020-01-01T00:00:00Z',
    '5 apples',
    '9'.repeat(80),
  ])('takes no hint from %j', (value) => {
    expect(parseWait(value, NOW)).toBeNull()
  })

  it.each<[string, HeaderView, number | null]>([
    ['milliseconds before seconds', { 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [
      'the window that is used up',
      {
        'x-ratelimit-remaining-requests': '5',
        'x-ratelimit-reset-requests': '1h',
        'x-ratelimit-remaining-tokens': '0',
        'x-ratelimit-reset-tokens': '6m0s',
      },
      360_000,
    ],
    [
      'nothing from windows with room',
      { 'x-ratelimit-remaining-requests': '5', 'x-ratelimit-reset-requests': '1h' },
      null,
    ],
    [
      'an RFC 3339 reset',
      {
        'anthropic-ratelimit-tokens-remaining': '0',
        'anthropic-ratelimit-tokens-reset': '2026-01-31T12:00:20Z',
      },
      20_000,
    ],
    ['epoch milliseconds', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW + 4000) }, 4000],
    ['a structured field', { ratelimit: '"api";r=0;t=295' }, 295_000],
    ['a structured field with room', { ratelimit: '"api";r=999;t=295' }, null],
    ['a useless value, then the next', { 'retry-after-ms': 'x', 'retry-after': '2' }, 2000],
    ['the first of several', { 'retry-after': ['4', '9'] }, 4000],
    ['nothing', {}, null],
  ])('takes %s', (_, headers, expected) => {
    expect(retryAfterMs(headers, NOW)).toBe(expected)
  })

  it('reads dates as the calendar has them', () => {
    for (let day = -40_000; day < 40_000; day += 97) {
      const at = day * 86_400_000 + 12_345_000
      expect(parseDate(new Date(at).toISOString())).toBe(at)
      expect(parseDate(new Date(at).toUTCString())).toBe(at)
    }
  })
})
