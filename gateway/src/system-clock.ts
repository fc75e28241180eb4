import { performance } from 'node:perf_hooks'
import type { Clock } from '#domain/clock'

/**
 * Real time. Timers do not keep the process alive: what they guard does. The import is read more cheaply than
 * the global, which is a getter: the clock is read some twenty times per request.
 */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallMs: () => Date.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs)
    return { cancel: () => clearTimeout(timer) }
  },
}
