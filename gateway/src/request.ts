import type { Clock, Random } from '#domain/clock'
import type { Configuration } from '#domain/configuration'
import { GatewayError } from '#domain/errors'
import type { Send } from '#domain/attempt'
import type { RecordSink } from '#domain/record'
import type { Rotation } from '#domain/health'
import type { Exchange } from '#accept/exchange'
import { admit, identify } from '#admit/admit'
import type { KeyLimits } from '#admit/key-limits'
import { plan } from '#plan/plan'
import type { DeploymentStates } from '#run/deployment-states'
import type { RetryBudget } from '#run/retry-budget'
import { runPlan } from '#run/run-plan'
import { settle, settleRefusal } from '#settle/settle'

/** What the stages are handed; made once, in the composition root. */
export interface Gateway {
  readonly configuration: () => Configuration
  readonly clock: Clock
  readonly random: Random
  readonly limits: KeyLimits
  readonly rotation: Rotation
  readonly states: DeploymentStates
  readonly budget: RetryBudget
  readonly send: Send
  readonly records: RecordSink
}

/** The data plane: accept, admit, plan, run (which sends), settle. Throws `GatewayError` for refusals before a plan. */
export async function handleRequest(exchange: Exchange, gateway: Gateway): Promise<void> {
  const configuration = gateway.configuration()
  // Who calls stands in the headers: a caller that is not known gets no body read.
  const key = identify(exchange.caller(), configuration)
  const accepted = exchange.accept(await exchange.body())
  const admitted = admit(accepted, key, gateway.limits)
  const ports = { clock: gateway.clock, records: gateway.records, configuration }

  const planned = plan(admitted, {
    configuration,
    health: gateway.states,
    rotation: gateway.rotation,
    now: gateway.clock.now(),
  })
  if (planned.kind === 'refused') {
    const status = exchange.refuse(refusalOf(planned), admitted.limitHeaders)
    settleRefusal(admitted, planned, { ...ports, status })
    return
  }

  try {
    const sink = exchange.sink(accepted.body.streamed)
    sink.addHeaders(admitted.limitHeaders)
    const answered = await runPlan({ admitted, plan: planned }, sink, {
      clock: gateway.clock,
      random: gateway.random,
      send: gateway.send,
      states: gateway.states,
      budget: gateway.budget,
      budgetSettings: configuration.retryBudget,
      flushAfterMs: configuration.stream.flushAfterMs,
      malformedEvent: configuration.stream.malformedEvent,
    })
    settle(answered, exchange.conclude(answered), ports)
  } catch (bug) {
    admitted.release(0)
    throw bug
  }
}

function refusalOf(refusal: {
  code: GatewayError['code']
  message: string
  retryAfterMs: number | null
}): GatewayError {
  const { code, message, retryAfterMs } = refusal
  return new GatewayError(code, { message, ...(retryAfterMs === null ? {} : { retryAfterMs }) })
}
