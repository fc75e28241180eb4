import * as z from 'zod'
import { DEFAULTS } from './defaults.ts'
import { milliseconds, share } from './scalars.ts'

const members = {
  fail_closed: z
    .boolean()
    .meta({ description: 'Refuse a request when everything is demoted, instead of trying the least bad.' }),
  partition: z.enum(['model', 'none']).meta({
    description: 'model: every deployment of a model before the next model. none: all of them in one order.',
  }),
  affinity: z.enum(['id', 'prefix', 'none']).meta({ description: 'What keeps a session on one deployment.' }),
  max_total_attempts: z
    .int()
    .min(1)
    .max(100)
    .meta({ description: 'Attempts of one request, all deployments together.' }),
  retry_budget: z
    .strictObject({
      ratio: share.default(DEFAULTS.routing.retry_budget.ratio),
      min_per_second: z.number().min(0).default(DEFAULTS.routing.retry_budget.min_per_second),
    })
    .meta({
      description: 'Share of requests that further attempts may add, so that an outage is not amplified.',
    }),
  queue: z
    .strictObject({
      max: z
        .int()
        .min(0)
        .default(DEFAULTS.routing.queue.max)
        .meta({ description: 'At most so many wait; 0: none.' }),
      wait_ms: milliseconds
        .default(DEFAULTS.routing.queue.wait_ms)
        .meta({ description: 'Longest wait of one; 0: none waits.' }),
    })
    .meta({ description: 'Requests that may wait for room when every deployment is full.' }),
}

/** Routing of a model or chain: only what differs from the file. */
export const routingOverrideSchema = z.strictObject(members).partial()

/** Routing of the file, complete. */
export const routingSchema = z
  .strictObject({
    fail_closed: members.fail_closed.default(DEFAULTS.routing.fail_closed),
    partition: members.partition.default(DEFAULTS.routing.partition),
    affinity: members.affinity.default(DEFAULTS.routing.affinity),
    max_total_attempts: members.max_total_attempts.default(DEFAULTS.routing.max_total_attempts),
    retry_budget: members.retry_budget.prefault({}),
    queue: members.queue.prefault({}),
  })
  .meta({ description: 'Rules for every request; also on a model and chain.' })

export type QueueEntry = z.output<typeof routingSchema>['queue']
