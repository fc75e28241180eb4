import * as z from 'zod'
import { chainCreateSchema } from './chain-resource.ts'

const request = z.strictObject({
  model: z
    .string()
    .min(1)
    .max(512)
    .meta({ description: 'Model, alias or chain, instead of the one in the body.' }),
  body: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: 'Body of the request; without it a short chat message.' }),
  key: z
    .string()
    .optional()
    .meta({ description: 'Name of an API key; without it a key that may use everything.' }),
  headers: z.record(z.string(), z.string()).optional().meta({ description: 'Such as `x-deadline-ms`.' }),
})

/** What to explain: a request as a client would send it, also to a chain that is not saved. */
export const explainRequestSchema = request.extend({
  chain: chainCreateSchema.optional().meta({ description: 'A chain as if it were saved; it is not.' }),
  replaces: z
    .string()
    .optional()
    .meta({ description: 'Id or name of the chain that it is put in place of.' }),
})

const skipped = z.object({ deployment: z.string(), reason: z.string() })

const known = z.number().nullable()
const measuredSchema = z.object({
  inFlight: z.number(),
  firstTokenMs: known,
  msPerOutputToken: known,
  tokensPerSecond: known,
  outputTokens: known,
  cachedShare: known,
  errorRate: z.number(),
  usedShare: z.number(),
})

/** What would be done with a request, and why. Times in milliseconds. */
export const explanationSchema = z.object({
  requestedModel: z.string(),
  key: z.string(),
  refusal: z
    .object({ code: z.string(), message: z.string() })
    .nullable()
    .meta({ description: 'Why nothing may be tried; `skipped` names everything that was excluded.' }),
  source: z
    .record(z.string(), z.string())
    .nullable()
    .meta({ description: 'Where each field of the policy in force came from.' }),
  strategy: z.string().nullable(),
  partition: z
    .string()
    .nullable()
    .meta({ description: 'none: the deployments of all candidates in one order.' }),
  affinity: z
    .string()
    .nullable()
    .meta({ description: 'What keeps the requests of a session on one deployment.' }),
  regions: z
    .object({ prefer: z.array(z.string()), allow: z.array(z.string()).nullable() })
    .nullable()
    .meta({ description: 'Where answers should, and may, come from.' }),
  latencyMs: z.number().nullable().meta({ description: 'Limit to the first token that a trigger sets.' }),
  limitShare: z
    .number()
    .nullable()
    .meta({ description: "Part of a deployment's own limits that may be used, 0–1." }),
  triggers: z
    .object({ classes: z.array(z.string()), statuses: z.array(z.string()) })
    .nullable()
    .meta({ description: 'Failures that let the request leave a model.' }),
  checks: z.array(z.string()).meta({ description: 'What answers are checked for, in this order.' }),
  hedge: z
    .object({ name: z.string(), afterMs: z.number(), afterP95: z.boolean(), maxShare: z.number() })
    .nullable()
    .meta({ description: 'When a second deployment is asked beside the first; null: never.' }),
  midStream: z
    .object({
      mode: z.enum(['continue', 'error']),
      instructed: z.boolean(),
      buffer: z
        .object({ all: z.boolean(), tokens: z.number().nullable(), ms: z.number().nullable() })
        .nullable()
        .meta({ description: 'How much of it is held back; null: nothing.' }),
    })
    .nullable()
    .meta({ description: 'What becomes of a stream that breaks.' }),
  budgets: z
    .array(
      z.object({
        budget: z.string().meta({ description: 'Such as `key app`.' }),
        usd: z.number(),
        per: z.string(),
        atLimit: z.string(),
        spentUsd: z.number(),
        reservedUsd: z.number().meta({ description: 'Expected cost of attempts under way.' }),
        renews: z.string(),
      }),
    )
    .meta({ description: 'What the request is charged to.' }),
  cost: z
    .object({ threshold: z.number(), to: z.string().nullable() })
    .nullable()
    .meta({ description: 'Share of a budget from which `to`, or the cheapest candidate, is asked first.' }),
  queue: z
    .object({ max: z.number(), waitMs: z.number() })
    .nullable()
    .meta({ description: 'Where everything is full, so many requests wait so long.' }),
  order: z
    .array(
      z.object({
        model: z.string(),
        deployment: z.string(),
        provider: z.string(),
        region: z.string().nullable(),
        reservesTokens: z.number(),
        maxAttempts: z.number(),
        expectedUsd: z.number().nullable().meta({ description: 'Expected price; null: none is known.' }),
        measured: measuredSchema
          .nullable()
          .meta({ description: 'What was measured of it lately; null: it was never tried.' }),
      }),
    )
    .meta({ description: 'Who would be tried, in this order.' }),
  skipped: z.array(skipped),
  deadlineMs: z.number().nullable(),
  maxMoves: z.number().nullable(),
  maxTotalAttempts: z.number().nullable(),
  estimatedInputTokens: z.number(),
  warnings: z.array(z.string()),
})

export type ExplainRequest = z.output<typeof request>
