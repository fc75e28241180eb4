import { IncomingMessage } from 'node:http'
import type { BodyReceiver, ClientRequest } from './client-side.ts'

/**
 * One of node's requests, whose body goes from the parser straight to its receiver: as a stream it would take a queue,
 * four listeners and as many ticks to get there. A body that nobody receives is a stream as ever.
 */
export class IncomingRequest extends IncomingMessage implements ClientRequest {
  #receiver: BodyReceiver | null = null
  /** Something of the body came before there was a receiver. */
  #isStream = false
  #ended = false

  static {
    // Node lets a connection forget its request by this; types have it as a property, which nothing may override.
    Object.defineProperty(this.prototype, 'readableEnded', {
      get(this: IncomingRequest): boolean {
        return this.#ended || Reflect.get(IncomingMessage.prototype, 'readableEnded', this)
      },
    })
  }

  receive(receiver: BodyReceiver): void {
    if (this.destroyed) receiver.gone()
    else if (this.#isStream) this.#read(receiver)
    else this.#receiver = receiver
  }

  /** The parser calls it with every piece of the body, and with `null` at its end. */
  override push(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    const receiver = this.#receiver
    if (receiver === null) {
      this.#isStream = true
      return super.push(chunk, encoding)
    }
    if (chunk !== null) receiver.chunk(chunk)
    else {
      this.#receiver = null
      this.#ended = true
      receiver.end()
    }
    return true
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#receiver?.gone()
    super._destroy(error, done)
  }

  #read(receiver: BodyReceiver): void {
    this.on('data', (chunk: Buffer) => receiver.chunk(chunk))
    this.on('end', () => receiver.end())
    this.on('close', () => {
      if (!this.readableEnded) receiver.gone()
    })
  }
}
