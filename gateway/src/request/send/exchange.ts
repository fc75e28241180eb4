import type { Dispatcher } from 'undici'
import type { HeaderView } from '#wire/header-view'
import { decoderFor, type Decoder } from './decode-body.ts'

/** One POST. */
export interface Outgoing {
  /** Path and query. */
  readonly path: string
  /** Name, value, name, value … */
  readonly headers: readonly string[]
  readonly body: Uint8Array
}

/** Told what happens to an exchange; after `abort` nothing more. */
export interface ExchangeObserver {
  /** A connection took the request; once, also when it had to be dialed anew. */
  onSent(): void
  onHead(status: number, headers: HeaderView): void
  onData(chunk: Uint8Array): void
  onEnd(): void
  onLost(error: Error): void
}

/** The connection an exchange is on. */
export interface DialingClient {
  /** It has carried no request yet. */
  fresh: boolean
  /** Gives up a connection that is not established. */
  stopDialing(): void
}

/** How a connection ends that the other side closed while it lay idle. */
const STALE_CODES = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ECONNABORTED'])

/** One request and its answer on a connection. Dials anew, once, when a reused connection turns out to be dead. */
export class Exchange implements Dispatcher.DispatchHandler {
  client: DialingClient | null = null
  onSettled: (() => void) | null = null
  get over(): boolean {
    return this.#over
  }

  readonly #observer: ExchangeObserver
  #redial: (() => void) | null
  #controller: Dispatcher.DispatchController | null = null
  #decoder: Decoder | null = null
  #starting = false
  #sent = false
  #answering = false
  #reused = false
  #over = false

  constructor(observer: ExchangeObserver, redial: () => void) {
    this.#observer = observer
    this.#redial = redial
  }

  start(dispatcher: Dispatcher, origin: string, outgoing: Outgoing): void {
    this.#starting = true
    const { path, body } = outgoing
    // The client only reads the headers; its types do not say so.
    const headers = outgoing.headers as string[]
    dispatcher.dispatch({ origin, method: 'POST', path, headers, body }, this)
    this.#starting = false
  }

  abort(): void {
    if (this.#over) return
    this.#settle()
    this.#decoder?.destroy()
    if (this.#controller === null) this.client?.stopDialing()
    else this.#controller.abort(new Error('aborted'))
  }

  pause(): void {
    if (this.#over) return
    if (this.#decoder === null) this.#controller?.pause()
    else this.#decoder.pause()
  }

  resume(): void {
    if (this.#over) return
    if (this.#decoder === null) this.#controller?.resume()
    else this.#decoder.resume()
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#over) {
      controller.abort(new Error('aborted'))
      return
    }
    this.#controller = controller
    this.#reused = this.client?.fresh === false
    if (this.client !== null) this.client.fresh = false
  }

  onRequestSent(): void {
    if (this.#sent || this.#over) return
    this.#sent = true
    if (this.#starting) queueMicrotask(() => !this.#over && this.#observer.onSent())
    else this.#observer.onSent()
  }

  onResponseStarted(): void {
    this.#answering = true
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: HeaderView): void {
    if (this.#over || status < 200) return
    const encoding = headers['content-encoding']
    if (typeof encoding === 'string' && encoding !== '' && encoding.toLowerCase() !== 'identity') {
      this.#decoder = decoderFor(encoding, controller, {
        data: (chunk) => !this.#over && this.#observer.onData(chunk),
        end: () => this.#end(),
        error: (error) => {
          controller.abort(error)
          this.#lose(error)
        },
      })
    }
    this.#observer.onHead(status, headers)
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#over) return
    if (this.#decoder === null) this.#observer.onData(chunk)
    else this.#decoder.write(chunk)
  }

  onResponseEnd(): void {
    if (this.#decoder === null) this.#end()
    else this.#decoder.finish()
  }

  onResponseError(_: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#over) return
    const code = (error as { code?: unknown }).code
    const redial = this.#redial
    if (
      redial !== null &&
      this.#reused &&
      !this.#answering &&
      typeof code === 'string' &&
      STALE_CODES.has(code)
    ) {
      this.#redial = null
      this.client = null
      redial()
      return
    }
    if (this.#starting) queueMicrotask(() => this.#lose(error))
    else this.#lose(error)
  }

  #end(): void {
    if (this.#over) return
    this.#settle()
    this.#observer.onEnd()
  }

  #lose(error: Error): void {
    if (this.#over) return
    this.#settle()
    this.#observer.onLost(error)
  }

  #settle(): void {
    this.#over = true
    this.onSettled?.()
  }
}
