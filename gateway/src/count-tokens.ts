import type { Exchange } from '#accept/exchange'
import { admit, identify } from '#admit/admit'
import type { GatewayErrorCode } from '#domain/errors'
import type { Admitted, Dialect, Plan } from '#domain/request'
import type { Answered } from '#domain/run'
import { plan } from '#plan/plan'
import { runPlan } from '#run/run-plan'
import { speaks } from '#send/target'
import { settle } from '#settle/settle'
import type { CountCodec } from '#wire/count-codec'
import type { Gateway } from './request.ts'
import { planPorts, refusalOf, runPorts, settlePorts } from './request.ts'

/** Refusals that have to do with answering. */
const PASSING: readonly GatewayErrorCode[] = ['no_capacity', 'nothing_eligible', 'budget_exhausted']

/**
 * How many tokens a request has, by the first place that would answer it and counts; estimated, with a warning, where
 * none does. What becomes of it says nothing of anybody's health. Throws `GatewayError` for refusals.
 */
export async function countTokens(exchange: Exchange, codec: CountCodec, gateway: Gateway): Promise<void> {
  const { configuration, key } = identify(exchange.caller(), gateway)
  const accepted = exchange.accept(await exchange.body())
  const admitted = admit(accepted, key, gateway)
  let counted: Counted
  try {
    counted = await count(admitted, exchange, { ...gateway, configuration: () => configuration })
  } catch (error) {
    admitted.release(0)
    throw error
  }
  if (counted.kind === 'answered') {
    const status = exchange.conclude(counted.answered)
    settle(counted.answered, status, settlePorts(gateway, configuration, null))
    return
  }
  admitted.release(0)
  const headers = [...admitted.limitHeaders, ['x-backstay-warnings', `estimated: ${counted.why}`] as const]
  exchange.json(200, codec.write(accepted.body.estimatedInputTokens), headers)
}

type Counted =
  | { readonly kind: 'answered'; readonly answered: Answered }
  | { readonly kind: 'not_counted'; readonly why: string }

async function count(admitted: Admitted, exchange: Exchange, gateway: Gateway): Promise<Counted> {
  const configuration = gateway.configuration()
  const { accepted } = admitted
  // However long it is and whatever it needs: nobody is to answer it.
  const body = { ...accepted.body, estimatedInputTokens: 0, needs: [] }
  const asked = { ...admitted, accepted: { ...accepted, body } }
  // Places that do not count are left out below: none of them is a reason to refuse.
  const planned = plan(asked, { ...planPorts(gateway, configuration, null), unreachable: null })
  if (planned.kind === 'refused' && !PASSING.includes(planned.code)) throw refusalOf(planned)
  const counting = planned.kind === 'refused' ? null : atThoseThatCount(planned, accepted.dialect)
  if (counting === null) return { kind: 'not_counted', why: 'no deployment of the model counts' }
  const sink = exchange.sink(false)
  sink.addHeaders(admitted.limitHeaders)
  const ports = runPorts(gateway, configuration, null)
  const answered = await runPlan({ admitted: asked, plan: counting }, sink, ports)
  const { kind } = answered.result
  if (kind === 'answered' || kind === 'hung_up') return { kind: 'answered', answered }
  return { kind: 'not_counted', why: 'whoever counts did not answer' }
}

/** The places of a plan that count, which take nothing of any limit or budget; `null` if there are none. */
function atThoseThatCount(planned: Plan, dialect: Dialect): Plan | null {
  const steps = planned.steps.filter(({ deployment }) => speaks(deployment, dialect))
  return steps.length === 0 ? null : { ...planned, steps, spending: null, reserveTokens: () => 0 }
}
