import { createHash } from 'node:crypto'
import type { BudgetEvent } from '#domain/budget'
import type { BudgetLedger } from '#domain/budget-ledger'
import type { Call } from '#domain/attempt'
import type { Configuration, VirtualKey } from '#domain/configuration'
import type { UsageRecord } from '#domain/record'
import type { WaitingRoom } from '#run/waiting-room'
import { CountingSink } from '#simulator/counting-sink'
import { admitted, virtualKey } from '#simulator/sample'
import type { Behavior } from '#simulator/scripted-send'
import { ScriptedSend } from '#simulator/scripted-send'
import { SimulatedExchange } from '#simulator/simulated-exchange'
import type { SimulatedGatewayOptions } from '#simulator/simulated-gateway'
import { SIMULATED_SECRET, SimulatedGateway } from '#simulator/simulated-gateway'
import { VirtualClock } from '#simulator/virtual-clock'

/** A key that the requests of a simulated data plane come with. */
export function simulatedKey(more: Partial<VirtualKey> = {}): VirtualKey {
  return virtualKey({ sha256: createHash('sha256').update(SIMULATED_SECRET).digest('hex'), ...more })
}

/** What became of one request. */
export interface Served {
  readonly status: number
  /** Code of our own refusal, if it ended in one. */
  readonly code: string | null
  readonly retryAfterMs: number | null
  /** Model that answered. */
  readonly model: string | null
  readonly endedAt: number
}

type RequestOptions = NonNullable<Parameters<typeof admitted>[1]>

/** The whole data plane in virtual time, but for HTTP and the wire. */
export class SimulatedDataPlane {
  readonly clock = new VirtualClock()
  readonly events: BudgetEvent[] = []
  readonly records: UsageRecord[] = []
  readonly budgets: BudgetLedger
  readonly queue: WaitingRoom
  readonly send: ScriptedSend
  readonly #gateway: SimulatedGateway
  #configuration: Configuration
  #requests = 0

  constructor(
    configuration: Configuration,
    behave: (call: Call) => Behavior,
    more: Pick<SimulatedGatewayOptions, 'countInput'> = {},
  ) {
    const { clock } = this
    this.#configuration = configuration
    this.send = new ScriptedSend(clock, behave)
    this.#gateway = new SimulatedGateway({
      configuration: () => this.#configuration,
      clock,
      random: () => 0.5,
      send: this.send.send,
      onEvent: (event) => {
        if (event.kind.startsWith('budget')) this.events.push(event as BudgetEvent)
      },
      onRecord: (record) => this.records.push(record),
      ...more,
    })
    this.budgets = this.#gateway.state.budgets
    this.queue = this.#gateway.state.queue
  }

  /** Sends a request; it hangs up after so many milliseconds, if given. */
  async request(
    model: string,
    options: RequestOptions & { hangUpAfterMs?: number | null } = {},
  ): Promise<Served> {
    const side = new CountingSink()
    const id = `request-${this.#requests++}`
    const accepted = { ...admitted(model, { ...options, receivedAt: this.clock.now() }).accepted, id }
    const exchange = new SimulatedExchange({ accepted, secret: SIMULATED_SECRET, side, connection: {} })
    const { hangUpAfterMs = null } = options
    const timer = hangUpAfterMs === null ? null : this.clock.after(hangUpAfterMs, () => side.hangUp())
    await this.#gateway.handle(exchange)
    timer?.cancel()
    const record = this.records.find((one) => one.id === id)
    return {
      status: record?.status ?? 0,
      code: exchange.refusal?.code ?? null,
      retryAfterMs: exchange.refusal?.retryAfterMs ?? null,
      model: record?.servedModel ?? null,
      endedAt: this.clock.now(),
    }
  }
}
