import type { Behavior } from '../behavior.ts'
import { breaker } from './breaker.ts'
import { chains } from './chains.ts'
import { evidence } from './evidence.ts'
import { limits } from './limits.ts'
import { moving } from './moving.ts'
import { retries } from './retries.ts'
import { selection } from './selection.ts'
import { staying } from './staying.ts'
import { streams } from './streams.ts'
import { timeouts } from './timeouts.ts'

/** Everything that is asked of a gateway. */
export const BEHAVIORS: readonly Behavior[] = [
  ...selection,
  ...moving,
  ...staying,
  ...chains,
  ...retries,
  ...limits,
  ...breaker,
  ...streams,
  ...timeouts,
  ...evidence,
]
