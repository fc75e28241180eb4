import { MEASURED_STRATEGIES } from '#domain/strategy'
import type { Strategy } from '../strategy.ts'
import { rotate } from './round-robin.ts'

/** Strategies that order by measurement rotate evenly until there is something to measure by; planning lists a warning. */
export const measured: readonly Strategy[] = MEASURED_STRATEGIES.map((id) => ({ id, order: rotate }))
