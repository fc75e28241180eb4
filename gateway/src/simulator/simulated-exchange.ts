import type { GatewayError } from '#domain/errors'
import { ERROR_CODES } from '#domain/errors'
import type { Caller, ClientSide, RequestExchange } from '#domain/exchange'
import type { Accepted } from '#domain/request'
import type { Answered } from '#domain/run'

const NOTHING = new Uint8Array()
/** About what clients get; of a failure, whatever it was. */
const STATUS = {
  answered: 200,
  broken: 200,
  hung_up: 499,
  over_budget: 402,
  full: 429,
  deadline: 504,
  failed: 502,
} as const satisfies Record<Answered['result']['kind'], number>

/** What a simulated client sends, and where its answer goes. */
interface Sent {
  readonly accepted: Accepted
  readonly secret: string
  readonly side: ClientSide
  /** Shared by requests of one client. */
  readonly connection: object
}

/** A request that comes by no wire: remembers what became of it. */
export class SimulatedExchange implements RequestExchange {
  /** How often it was answered with a refusal or concluded: once, or there is a bug. */
  ends = 0
  refusal: GatewayError | null = null
  answered: Answered | null = null
  readonly #sent: Sent

  constructor(sent: Sent) {
    this.#sent = sent
  }

  caller(): Caller {
    const { secret, connection } = this.#sent
    return { presentedKey: secret, clientAddress: () => '127.0.0.1', connection }
  }

  body(): Promise<Uint8Array> {
    return Promise.resolve(NOTHING)
  }

  accept(): Accepted {
    return this.#sent.accepted
  }

  sink(): ClientSide {
    return this.#sent.side
  }

  refuse(error: GatewayError): number {
    this.ends++
    this.refusal = error
    return ERROR_CODES[error.code].status
  }

  conclude(answered: Answered): number {
    this.ends++
    this.answered = answered
    return STATUS[answered.result.kind]
  }
}
