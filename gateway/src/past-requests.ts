import type { KnownCaller } from '#admit/admit'
import { GatewayError } from '#domain/errors'
import type { Feedback } from '#domain/feedback'
import type { Generation } from '#store/find-generation'
import type { RecordWriter } from '#store/record-writer'
import type { StoreReader } from '#store/store-reader'

/** How long a lookup waits for records that are on their way to the store. */
const FLUSH_MS = 2_000
const REQUEST_ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u

/** Whose requests are asked for. */
export interface Sender {
  readonly configuration: Pick<KnownCaller['configuration'], 'organisation'>
  readonly key: Pick<KnownCaller['key'], 'name'>
}

/** Requests that are over, as the store has them. SQL runs on the store's own threads. */
export class PastRequests {
  readonly #writer: Pick<RecordWriter, 'flush' | 'rate'>
  readonly #reader: Pick<StoreReader, 'ask'>

  constructor(writer: Pick<RecordWriter, 'flush' | 'rate'>, reader: Pick<StoreReader, 'ask'>) {
    this.#writer = writer
    this.#reader = reader
  }

  /**
   * One request of a key.
   *
   * @throws GatewayError - `request_not_found`, for requests of other keys too; `store_unavailable`.
   */
  async find(id: string, { configuration, key }: Sender): Promise<Generation> {
    if (!REQUEST_ID.test(id)) throw new GatewayError('request_not_found', { param: 'id' })
    const stored = await this.#flushed()
    const asked = { organisation: configuration.organisation.id, key: key.name, id }
    const found = await this.#reader.ask('find-generation', asked).catch((cause: unknown) => {
      throw new GatewayError('store_unavailable', { cause })
    })
    if (found !== null) return found
    throw new GatewayError(!stored ? 'store_unavailable' : 'request_not_found', {
      param: 'id',
    })
  }

  /** Keeps what was said of an answer. */
  rate(feedback: Feedback): void {
    this.#writer.rate(feedback)
  }

  /** Has everything reached the store that was recorded until now. */
  async #flushed(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<false>()
    const limit = setTimeout(() => resolve(false), FLUSH_MS)
    const flushed = await Promise.race([this.#writer.flush().then(() => true), promise])
    clearTimeout(limit)
    return flushed
  }
}
