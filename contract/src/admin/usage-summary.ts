import * as z from 'zod'
import { moment } from './query.ts'
import { whichRequests } from './which-requests.ts'

/** The lengths of time that usage is summed up over. */
const spans = z.enum(['5m', '1h', '1d'])

/** How long each of them is, in milliseconds. */
const SPAN_MS = { '5m': 300_000, '1h': 3_600_000, '1d': 86_400_000 } as const
const DAY_MS = 86_400_000
/** What is drawn is not wider than this. */
const MAX_SPANS = 2_000
/** Up to so long, the shorter span is taken where none is asked for. */
const LONGEST_MS = { '5m': 6 * 3_600_000, '1h': 7 * DAY_MS } as const

/** Which requests are summed up. */
export const usageSummaryQuerySchema = z
  .object({
    from: moment.optional().meta({ description: 'Default: a day before `to`.' }),
    to: moment.optional().meta({ description: 'Default: now.' }),
    span: spans.optional().meta({
      description:
        'Length of an entry of `series`; `from` and `to` are widened to whole ones, in UTC. Default: 5m up to six hours, ' +
        '1h up to seven days, else 1d. 5m is kept for two days, 1h for 93.',
    }),
    ...whichRequests,
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['from'],
    error: 'must not be later than to',
  })
  .refine(
    ({ from, to, span }) =>
      span === undefined || from === undefined || (to ?? Date.now()) - from <= SPAN_MS[span] * MAX_SPANS,
    { path: ['span'], error: `must give at most ${MAX_SPANS} entries; take a longer one` },
  )

/** The span that fits such a length of time. */
export function spanFor(lengthMs: number): z.output<typeof spans> {
  if (lengthMs <= LONGEST_MS['5m']) return '5m'
  return lengthMs <= LONGEST_MS['1h'] ? '1h' : '1d'
}

const figures = z.object({
  requests: z.number(),
  failed: z.number().meta({ description: 'Status 400 and above, also 499.' }),
  abandoned: z.number().meta({ description: 'Whose client hung up first (499).' }),
  moved: z.number().meta({ description: 'That moved to another deployment or model.' }),
  inputTokens: z.number(),
  cachedInputTokens: z.number(),
  cacheWriteTokens: z.number(),
  outputTokens: z.number(),
  reasoningTokens: z.number(),
  costUsd: z.number(),
  wastedCostUsd: z.number().meta({ description: 'Cost of attempts that failed or that another one beat.' }),
  unpriced: z.number().meta({ description: 'Requests whose cost is not known.' }),
})

const named = z.array(figures.extend({ name: z.string().meta({ description: 'Empty: none.' }) })).meta({
  description: 'Those with the most requests, 100 at most.',
})

const percentiles = z
  .object({
    count: z.number(),
    p50: z.number().nullable(),
    p90: z.number().nullable(),
    p95: z.number().nullable(),
    p99: z.number().nullable(),
  })
  .meta({ description: 'Milliseconds, estimated within classes of times; null where there is none.' })

/** Usage summed up. Later versions may add members. */
export const usageSummarySchema = z.object({
  from: z.number().meta({ description: 'Beginning of the first span, milliseconds since 1970.' }),
  to: z.number().meta({ description: 'End of the last span.' }),
  span: spans,
  totals: figures,
  series: z
    .array(figures.extend({ at: z.number().meta({ description: 'When the span begins.' }) }))
    .meta({ description: 'Oldest first; spans in which nothing happened are left out.' }),
  outcomes: z.array(
    z.object({ status: z.number(), errorClass: z.string().nullable(), requests: z.number() }),
  ),
  models: named,
  providers: named,
  deployments: named,
  keys: named,
  fallbacks: z
    .array(z.object({ reason: z.string(), moves: z.number() }))
    .meta({ description: 'Moves to another deployment or model, by the class of the failure behind them.' }),
  attempts: z
    .array(
      z.object({
        provider: z.string(),
        attempts: z.number(),
        failed: z.number().meta({ description: 'Through the fault of the provider.' }),
      }),
    )
    .meta({
      description:
        'What providers answered of what they were asked, whatever became of the requests; without attempts that were ' +
        'given up. Of the filters only provider, deployment and probe apply. 100 at most.',
    }),
  ttftMs: percentiles,
  switchMs: percentiles.meta({
    description: 'From a failure to the beginning of the attempt that it led to.',
  }),
})
