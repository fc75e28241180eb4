import type { Deployment } from '#domain/deployment'
import type { Measured } from '#domain/health'
import { promptKey } from '#domain/prompt-key'
import { rotated, withFirst } from '../by-score.ts'
import { expectedPrice } from '../expected-price.ts'
import { bestOf, probeOf } from '../measured-order.ts'
import type { Rankable, RankContext, Strategy } from '../strategy.ts'

/** However often it fails, it is taken to answer once in twenty tries. */
const MOST_ERRORS = 0.95
/** Four times the price weighs as much as twice the time; no difference in price weighs more than four times the time. */
const PRICE_EXPONENT = 0.5
const MOST_DEAR = 16
/** A prompt that the provider has cached halves the burden: providers promise up to 80 % less time and 50–90 % off the input. */
const WARM = 0.5

/**
 * Power of two choices (Mitzenmacher, 2001): two are drawn at random, the better one is first and the other second. So
 * no herd runs to whoever was best a moment ago, and choosing costs the same for two and for ten thousand. Better is the
 * lower burden: expected time until an answer succeeds × the square root of the expected price × (1 + the share of the
 * token limit in use) × ½ if the prompt is warm there. What is not known of both does not count.
 */
export const adaptive: Strategy = {
  id: 'adaptive',
  explores: true,
  order: (items, context, turns) => {
    if (items.length <= 1) return items.map((_, position) => position)
    const turn = context.rotation.turn(turns)
    const [one, other] = drawTwo(items.length, context)
    const [first, second] = isLighter(items[one], items[other], context) ? [one, other] : [other, one]
    const order = withFirst(withFirst(rotated(items.length, first), second), first)
    const probe = probeOf(items, first, { context, turn })
    return probe === null ? order : withFirst(order, probe)
  },
}

function drawTwo(count: number, { random }: RankContext): readonly [number, number] {
  const one = Math.floor(random() * count)
  const other = Math.floor(random() * (count - 1))
  return [one, other < one ? other : other + 1]
}

function isLighter(one: Rankable | undefined, other: Rankable | undefined, context: RankContext): boolean {
  if (one === undefined || other === undefined) return other === undefined
  const a = bestOf(one, timeOf, context)
  const b = bestOf(other, timeOf, context)
  if (a === null || b === null) return b === null
  const price = expectedPrice([one, other], context)
  const dearness = ratio(price(a), price(b))
  const burden =
    ratio(timeOf(a, context), timeOf(b, context)) *
    (reliability(b, context) / reliability(a, context)) *
    Math.min(MOST_DEAR, Math.max(1 / MOST_DEAR, dearness)) ** PRICE_EXPONENT *
    (fullness(a, context) / fullness(b, context)) *
    (warmth(a, context) / warmth(b, context))
  return burden <= 1
}

function timeOf(deployment: Deployment, context: RankContext): number | null {
  const measured = measuredOf(deployment, context)
  if (measured === null) return null
  return context.body.streamed ? measured.firstTokenMs : measured.msPerOutputToken
}

function reliability(deployment: Deployment, context: RankContext): number {
  return 1 - Math.min(MOST_ERRORS, measuredOf(deployment, context)?.errorRate(context.now) ?? 0)
}

function fullness(deployment: Deployment, context: RankContext): number {
  return 1 + (measuredOf(deployment, context)?.usedShare(deployment, context.now) ?? 0)
}

function warmth(deployment: Deployment, { body, health, now }: RankContext): number {
  const key = promptKey(body)
  return key !== null && health.warmFor(key, now) === deployment.id ? WARM : 1
}

function measuredOf(deployment: Deployment, { health }: RankContext): Measured | null {
  return health.measured(deployment)
}

/** Both free, or one of them unknown: no difference. */
function ratio(a: number | null, b: number | null): number {
  if (a === null || b === null || a === b) return 1
  return b === 0 ? Number.POSITIVE_INFINITY : a / b
}
