import { createHash } from 'node:crypto'
import type { BudgetEvent } from '#domain/budget'
import type { Random } from '#domain/clock'
import type { Configuration, VirtualKey } from '#domain/configuration'
import { GatewayError } from '#domain/errors'
import type { Send } from '#domain/attempt'
import type { HealthEvent } from '#domain/health'
import type { UsageRecord } from '#domain/record'
import type { Gateway } from '#request'
import { handleRequest } from '#request'
import type { RequestState } from '#request-state'
import { requestState } from '#request-state'
import type { SimulatedExchange } from './simulated-exchange.ts'
import type { VirtualClock } from './virtual-clock.ts'

export interface SimulatedGatewayOptions {
  readonly clock: VirtualClock
  readonly random: Random
  readonly send: Send
  /** The one in force: it may change while requests are under way. */
  readonly configuration: () => Configuration
  readonly onEvent?: (event: HealthEvent | BudgetEvent) => void
  readonly onRecord?: (record: UsageRecord) => void
  /** In place of the tokenizer; if left out, nothing can be counted. */
  readonly countInput?: Gateway['countInput']
}

/** The secret that simulated clients present. */
export const SIMULATED_SECRET = 'simulated'
const SIMULATED_SHA256 = createHash('sha256').update(SIMULATED_SECRET).digest('hex')

/** The data plane as it serves real requests, in virtual time, with nothing behind it but what sends. */
export class SimulatedGateway {
  readonly state: Gateway & RequestState

  constructor({ onEvent, onRecord, send, ...options }: SimulatedGatewayOptions) {
    this.state = {
      ...requestState({ ...options, onEvent: onEvent ?? (() => undefined) }),
      send,
      records: { write: onRecord ?? (() => undefined) },
      countInput: options.countInput ?? (() => Promise.resolve(null)),
      checks: {
        examine: () => Promise.resolve({ kind: 'yes' }),
        post: () => Promise.resolve({ kind: 'failed', detail: 'there are no webhooks here' }),
        ask: () => Promise.resolve({ kind: 'failed', detail: 'there are no judges here' }),
      },
    }
  }

  /** Handles a request to its end. Rejects for a bug only. */
  async handle(exchange: SimulatedExchange): Promise<void> {
    try {
      await handleRequest(exchange, this.state)
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error
      exchange.refuse(error)
    }
  }
}

/** The configuration for a simulation in which this key is presented, whatever its secret is. */
export function withSimulatedKey(configuration: Configuration, key: VirtualKey): Configuration {
  const known = { ...key, sha256: SIMULATED_SHA256 }
  return { ...configuration, keys: new Map([[SIMULATED_SHA256, known]]) }
}
