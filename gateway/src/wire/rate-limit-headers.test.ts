import { describe, expect, it } from 'vitest'
import type { ReportedLimit } from '#domain/reported-limit'
import type { HeaderView } from './header-view.ts'
import type { LimitStyle } from './rate-limit-headers.ts'
import { readLimits } from './rate-limit-headers.ts'

const NOW = Date.UTC(2026, 0, 31, 12, 0, 0)
const requests = (remaining: number, limit: number | null, resetInMs: number | null): ReportedLimit => ({
  counts: 'requests',
  remaining,
  limit,
  resetInMs,
})
const of = (counts: ReportedLimit['counts'], ...rest: Parameters<typeof requests>): ReportedLimit => ({
  ...requests(...rest),
  counts,
})

/** As the vendors' documents and clients' bug reports show them. */
const EXAMPLES: readonly (readonly [string, LimitStyle, HeaderView, readonly ReportedLimit[]])[] = [
  [
    'OpenAI',
    'openai',
    {
      'x-ratelimit-limit-requests': '5000',
      'x-ratelimit-remaining-requests': '4999',
      'x-ratelimit-reset-requests': '12ms',
      'x-ratelimit-limit-tokens': '160000',
      'x-ratelimit-remaining-tokens': '159976',
      'x-ratelimit-reset-tokens': '6m0s',
    },
    [requests(4999, 5000, 12), of('tokens', 159_976, 160_000, 360_000)],
  ],
  [
    'Groq',
    'openai',
    {
      'x-ratelimit-limit-requests': '14400',
      'x-ratelimit-remaining-requests': '14370',
      'x-ratelimit-reset-requests': '2m59.56s',
      'x-ratelimit-limit-tokens': '18000',
      'x-ratelimit-remaining-tokens': '17997',
      'x-ratelimit-reset-tokens': '7.44ms',
    },
    [requests(14_370, 14_400, 179_560), of('tokens', 17_997, 18_000, 8)],
  ],
  [
    'Azure',
    'openai',
    {
      'x-ratelimit-limit-tokens': '30000',
      'x-ratelimit-remaining-tokens': '0',
      'x-rate-limit-reset-tokens': '48',
      'x-ratelimit-remaining-requests': '29',
      'x-ratelimit-reset-requests': '10',
    },
    [requests(29, null, 10_000), of('tokens', 0, 30_000, 48_000)],
  ],
  [
    'Azure where it has nothing to say',
    'openai',
    {
      'x-ratelimit-remaining-tokens': '-1',
      'x-ratelimit-reset-tokens': '-1',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '0',
    },
    [],
  ],
  [
    'Anthropic',
    'anthropic',
    {
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-requests-remaining': '49',
      'anthropic-ratelimit-requests-reset': '2026-01-31T12:00:01Z',
      'anthropic-ratelimit-tokens-limit': '90000',
      'anthropic-ratelimit-tokens-remaining': '89000',
      'anthropic-ratelimit-tokens-reset': '2026-01-31T12:01:00Z',
      'anthropic-ratelimit-input-tokens-limit': '80000',
      'anthropic-ratelimit-input-tokens-remaining': '79000',
      'anthropic-ratelimit-input-tokens-reset': '2026-01-31T12:00:30Z',
      'anthropic-ratelimit-output-tokens-limit': '10000',
      'anthropic-ratelimit-output-tokens-remaining': '0',
      'anthropic-ratelimit-output-tokens-reset': '2026-01-31T12:00:45Z',
      'retry-after': '12',
    },
    [
      requests(49, 50, 1000),
      of('tokens', 89_000, 90_000, 60_000),
      of('input', 79_000, 80_000, 30_000),
      of('output', 0, 10_000, 45_000),
    ],
  ],
  [
    'an Anthropic subscription with room',
    'anthropic',
    {
      'anthropic-ratelimit-unified-status': 'allowed',
      'anthropic-ratelimit-unified-reset': String(NOW / 1000 + 600),
      'anthropic-ratelimit-unified-5h-status': 'allowed',
      'anthropic-ratelimit-unified-5h-utilization': '0.42',
      'anthropic-ratelimit-unified-5h-reset': String(NOW / 1000 + 600),
      'anthropic-ratelimit-unified-7d-utilization': '0.3',
      'anthropic-ratelimit-unified-7d-reset': String(NOW / 1000 + 86_400),
    },
    [],
  ],
  [
    'an Anthropic subscription that is used up',
    'anthropic',
    {
      'anthropic-ratelimit-unified-status': 'allowed_warning',
      'anthropic-ratelimit-unified-5h-utilization': '1.0',
      'anthropic-ratelimit-unified-5h-reset': String(NOW / 1000 + 600),
      'anthropic-ratelimit-unified-7d-status': 'rejected',
      'anthropic-ratelimit-unified-7d-reset': String(NOW / 1000 + 86_400),
    },
    [requests(0, null, 600_000), requests(0, null, 86_400_000)],
  ],
  [
    'Mistral by size',
    'mistral',
    {
      'ratelimitbysize-limit': '500000',
      'ratelimitbysize-remaining': '499900',
      'ratelimitbysize-reset': '28',
      'ratelimitbysize-query-cost': '100',
      'x-ratelimitbysize-limit-month': '1000000000',
      'x-ratelimitbysize-remaining-month': '5',
    },
    [of('tokens', 499_900, 500_000, 28_000)],
  ],
  [
    'Mistral by the minute',
    'mistral',
    {
      'x-ratelimit-limit-tokens-minute': '5000000',
      'x-ratelimit-remaining-tokens-minute': '4999911',
      'x-ratelimit-tokens-query-cost': '52',
      'x-ratelimit-limit-req-minute': '720',
      'x-ratelimit-remaining-req-minute': '717',
    },
    [requests(717, 720, null), of('tokens', 4_999_911, 5_000_000, null)],
  ],
  [
    'Fireworks',
    'fireworks',
    {
      'x-ratelimit-limit-requests': '600',
      'x-ratelimit-remaining-requests': '599',
      'x-ratelimit-limit-tokens-prompt': '60000',
      'x-ratelimit-remaining-tokens-prompt': '59000',
      'x-ratelimit-limit-tokens-generated': '6000',
      'x-ratelimit-remaining-tokens-generated': '0',
      'x-ratelimit-over-limit': 'no',
    },
    [requests(599, 600, null), of('input', 59_000, 60_000, null), of('output', 0, 6000, null)],
  ],
  [
    'Together',
    'together',
    {
      'x-ratelimit-limit': '10',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '1',
      'x-tokenlimit-limit': '3000',
      'x-tokenlimit-remaining': '2990',
    },
    [requests(0, 10, 1000), of('tokens', 2990, 3000, 1000)],
  ],
  [
    'OpenRouter',
    'openrouter',
    { 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW + 4000) },
    [requests(0, 20, 4000)],
  ],
  [
    'the IETF draft',
    'ietf',
    { 'ratelimit': '"api";r=999;t=295', 'ratelimit-policy': '"fixed window";"api";q=1000;w=300' },
    [requests(999, null, 295_000)],
  ],
  [
    'several of the IETF draft',
    'ietf',
    { ratelimit: '"minute";r=0;t=5, "day";r=100;t=3600' },
    [requests(0, null, 5000), requests(100, null, 3_600_000)],
  ],
  [
    'older headers of the IETF draft',
    'ietf',
    { 'ratelimit-limit': '100', 'ratelimit-remaining': '50', 'ratelimit-reset': '30' },
    [requests(50, 100, 30_000)],
  ],
]

describe.each(EXAMPLES)('the limits of %s', (_, style, headers, expected) => {
  it('are read in their own style', () => {
    expect(readLimits(headers, style, NOW)).toEqual(expected)
  })

  it('are found where only the dialect is known', () => {
    const byCount = (limits: readonly ReportedLimit[]) =>
      limits.map((limit) => JSON.stringify(limit)).toSorted()
    expect(byCount(readLimits(headers, 'any', NOW))).toEqual(byCount(expected))
  })
})

describe('limits in headers', () => {
  it('are none where there are none, without a new list each time', () => {
    const headers = { 'content-type': 'application/json', 'retry-after': '5' }
    expect(readLimits(headers, 'any', NOW)).toEqual([])
    expect(readLimits(headers, 'openai', NOW)).toBe(readLimits({}, 'anthropic', NOW))
  })

  it.each(['', ' ', 'many', '-5', '1e9', '0x10', 'NaN'])('of %j say nothing', (value) => {
    expect(readLimits({ 'x-ratelimit-remaining-requests': value }, 'openai', NOW)).toEqual([])
  })

  it('with a reset that makes no sense say nothing', () => {
    const headers = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': 'tomorrow' }
    expect(readLimits(headers, 'openai', NOW)).toEqual([])
    expect(readLimits({ ratelimit: `"a";r=0;t=1${' '.repeat(600)}` }, 'ietf', NOW)).toEqual([])
  })

  it('take the first of a repeated header, and a limit of none for unknown', () => {
    const headers = { 'x-ratelimit-remaining-requests': ['7', '9'], 'x-ratelimit-limit-requests': '0' }
    expect(readLimits(headers, 'openai', NOW)).toEqual([requests(7, null, null)])
  })
})
