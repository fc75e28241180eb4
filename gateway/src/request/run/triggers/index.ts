import type { Trigger } from '#run/trigger'
import { all } from './all.ts'
import { auth } from './auth.ts'
import { availability } from './availability.ts'
import { cost } from './cost.ts'
import { errorRate } from './error-rate.ts'
import { error } from './error.ts'
import { latency } from './latency.ts'
import { load } from './load.ts'
import { quality } from './quality.ts'
import { rateLimit } from './rate-limit.ts'
import { region } from './region.ts'

/** Every type of trigger. */
export const TRIGGERS = [
  all,
  auth,
  availability,
  cost,
  error,
  errorRate,
  latency,
  load,
  quality,
  rateLimit,
  region,
] as const satisfies readonly Trigger[]

export type TriggerId = (typeof TRIGGERS)[number]['id']
