import * as z from 'zod'

const time = z
  .number()
  .nullable()
  .meta({ description: 'Milliseconds since 1970; null: not known or no end.' })
const percentiles = z
  .object({ p50: z.number(), p95: z.number() })
  .nullable()
  .meta({ description: 'Milliseconds; null: too few answers lately.' })
const failureClass = z.string().nullable().meta({ description: 'Class of the failure behind it.' })

/** What a deployment can be, the worst that applies. */
export const DEPLOYMENT_STATES = [
  'disabled',
  'drained',
  'forced_open',
  'benched',
  'open',
  'half_open',
  'cooling',
  'degraded',
  'healthy',
] as const

/** How one deployment is doing. */
export const deploymentHealthSchema = z.object({
  id: z.string(),
  deployment: z.string().meta({ description: 'Its label, as in records and headers.' }),
  model: z.string(),
  provider: z.string(),
  region: z.string().nullable(),
  state: z.enum(DEPLOYMENT_STATES),
  class: failureClass,
  reason: z
    .string()
    .nullable()
    .meta({ description: 'What the operator said, or why it counts as degraded.' }),
  since: time,
  until: time,
  errorRate: z
    .number()
    .nullable()
    .meta({ description: 'Share of failures in the breaker window, 0–1; null: no attempts.' }),
  attempts: z.number().meta({ description: 'Attempts in the breaker window.' }),
  firstTokenMs: percentiles,
  answerMs: percentiles,
  inFlight: z.number(),
  tokensPerMinute: z.number().nullable(),
  tokensLeft: z.number().nullable(),
  requestsPerMinute: z.number().nullable(),
  requestsLeft: z.number().nullable(),
  reported: z
    .object({
      at: z.number(),
      limits: z.array(
        z.object({
          counts: z.enum(['requests', 'tokens', 'input', 'output']),
          remaining: z.number(),
          limit: z.number().nullable(),
          resetInMs: z.number().nullable(),
        }),
      ),
    })
    .nullable()
    .meta({ description: 'What the provider last said of its own limits; null: nothing, or out of date.' }),
  quality: z
    .number()
    .nullable()
    .meta({ description: 'Fading mean of checks and feedback, 0–1; null: too few lately.' }),
  credential: z.string(),
})

/** A credential that providers have refused, or not. */
const credentialHealthSchema = z.object({
  id: z.string(),
  provider: z.string(),
  deployments: z.array(z.string()),
  benched: z
    .object({ since: z.number(), until: z.number(), class: z.string(), status: z.number().nullable() })
    .nullable(),
})

const regionHealthSchema = z.object({
  region: z.string().nullable(),
  deployments: z.number(),
  healthy: z.number().meta({ description: 'Healthy or degraded.' }),
  down: z.boolean().meta({ description: 'Most of its deployments cannot be used.' }),
})

/** How everything is doing at one moment. */
export const healthSchema = z.object({
  at: z.number(),
  configVersion: z.string(),
  sharedState: z
    .object({
      kind: z.enum(['memory', 'workers', 'redis']).meta({
        description: 'Where state is that several processes share; memory: this one is alone.',
      }),
      connected: z.boolean().meta({ description: 'False: each goes on with its last part of the limits.' }),
      since: z.number().meta({ description: 'Milliseconds since 1970.' }),
    })
    .meta({ description: 'How this process stands with those that it shares limits and states with.' }),
  deployments: z.array(deploymentHealthSchema),
  credentials: z.array(credentialHealthSchema),
  regions: z.array(regionHealthSchema),
})

export type Health = z.output<typeof healthSchema>
export type DeploymentHealth = z.output<typeof deploymentHealthSchema>
