import type { Hedge, HedgeWish, MidStream } from '#domain/policy'
import type { Frame } from './policy-of.ts'

/** What a request wishes for, and no policy in force allows. */
export const HEDGE_IGNORED = 'backstay.hedge is ignored: only a chain that hedges can be asked to hedge less'

/** The hedging of the requested chain, if it is tried at all; a request may only ask for less of it. */
export function hedgeOf(frame: Frame): Hedge | null {
  const { hedge: wish } = frame.admitted.accepted.controls
  const hedge = hedgeOfChain(frame)
  return hedge === null || wish === null ? hedge : tightened(hedge, wish)
}

export function ignoresHedge(frame: Frame): boolean {
  const { hedge: wish } = frame.admitted.accepted.controls
  return wish?.off === false && hedgeOfChain(frame) === null
}

function hedgeOfChain({ target, list }: Frame): Hedge | null {
  if (target.kind !== 'chain' || target.hedge === null) return null
  return list.entries.some(({ name }) => name === null) ? target.hedge : null
}

function tightened(hedge: Hedge, wish: HedgeWish): Hedge | null {
  if (wish.off) return null
  return {
    name: hedge.name,
    afterMs: Math.max(hedge.afterMs, wish.afterMs),
    afterP95: hedge.afterP95 || wish.afterP95,
    maxShare: Math.min(hedge.maxShare, wish.maxShare),
  }
}

/** Of request, requested chain or model, and file the first that says; a chain's buffer holds whatever the mode is. */
export function midStreamOf({ admitted, configuration, target }: Frame): MidStream {
  const { allowRequestOverride } = configuration.organisation
  const asked = allowRequestOverride ? admitted.accepted.controls.midStream : null
  const inForce = asked ?? target.midStream ?? configuration.fallback.midStream
  const buffer = target.kind === 'chain' ? target.buffer : null
  return buffer === null || asked?.buffer ? inForce : { ...inForce, buffer }
}
