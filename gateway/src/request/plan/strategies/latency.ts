import type { Score } from '../measured-order.ts'
import { measuredOrder } from '../measured-order.ts'
import type { Strategy } from '../strategy.ts'

/** Fastest first: time to the first token for streams, total time per output token for whole answers. */
export const latency: Strategy = {
  id: 'latency',
  explores: true,
  order: (items, context, turns) => measuredOrder(items, waitOf, { context, turns }),
}

const waitOf: Score = (deployment, { health, body }) => {
  const measured = health.measured(deployment)
  if (measured === null) return null
  return body.streamed ? measured.firstTokenMs : measured.msPerOutputToken
}
