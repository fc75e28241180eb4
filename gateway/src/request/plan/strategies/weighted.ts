import type { Strategy } from '../strategy.ts'

/** Shares exactly as the weights say, over any run of requests. */
export const weighted: Strategy = {
  id: 'weighted',
  order: (items, { rotation }, turns) => rotation.next(turns, items),
}
