import * as z from 'zod'
import { pageOf } from './query.ts'

/** Faults that can be switched on at a simulated provider. */
export const SIMULATED_FAULTS = [
  'overloaded',
  'server_error',
  'rate_limited',
  'quota_exhausted',
  'unauthorized',
  'model_not_found',
  'context_length',
  'slow',
  'hang',
  'stream_breaks',
  'empty_answer',
] as const

export type SimulatedFault = (typeof SIMULATED_FAULTS)[number]

const fault = z
  .enum(SIMULATED_FAULTS)
  .nullable()
  .meta({ description: 'What it answers every request with; null: it answers.' })

/** A deployment whose provider is simulated by this gateway. */
export const simulatedDeploymentSchema = z.object({
  id: z.string(),
  deployment: z.string().meta({ description: 'Its label, as in records and headers.' }),
  model: z.string(),
  provider: z.string(),
  upstreamModel: z.string(),
  fault,
})
export const simulatedDeploymentPageSchema = pageOf(simulatedDeploymentSchema)

export const simulatedFaultRequestSchema = z.strictObject({ fault })
