import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { Server as NetServer } from 'node:net'
import type { Duplex } from 'node:stream'
import type { GatewayErrorCode } from '#domain/errors'
import { GatewayError } from '#domain/errors'
import { openaiChat } from '#wire/openai-chat/codec'
import { Cors } from './cors.ts'
import type { ExchangeOptions } from './exchange.ts'
import { Exchange } from './exchange.ts'
import { refusalError, wireError } from './failure-error.ts'
import { ClientGone } from './read-body.ts'
import type { Route } from './route-table.ts'
import { RouteTable } from './route-table.ts'
import { refuseUnknown } from './unknown-endpoint.ts'

/** Serves what is no endpoint of the data plane: the console, the control plane. True if it took the request. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => boolean

/** Milliseconds. */
export interface Patience {
  readonly headersMs: number
  readonly requestMs: number
  /** How often it is looked whose time is up. */
  readonly lookEveryMs: number
}

export interface HttpServerOptions {
  readonly routes: readonly Route[]
  readonly pages: PageHandler
  readonly exchange: () => ExchangeOptions
  /** Origins of browsers that may call; none when left out. */
  readonly cors?: readonly string[]
  /** How long clients may take to send, default 30 s for the headers and 300 s for everything. */
  readonly patience?: Patience
  /** A request that was turned away before anything is recorded of it, with the code of the refusal. */
  readonly onRefusal?: (code: GatewayErrorCode) => void
  /** A bug: the client got 500 with this request id. */
  readonly onBug: (error: unknown, requestId: string) => void
}

/** Load balancers keep idle connections for about a minute; ours must outlive theirs. */
const KEEP_ALIVE_MS = 75_000
const PATIENCE: Patience = { headersMs: 30_000, requestMs: 300_000, lookEveryMs: 10_000 }
const DRAIN_LOOK_MS = 100
/** How long it goes on taking connections, so that whoever asks whether it is ready goes elsewhere by himself. */
const DRAIN_PATIENCE_MS = 1_500
/** A grace that leaves time for that. */
const LONG_GRACE_MS = 10_000
const QUIET_TURN_MS = 5

/** The HTTP server of the data plane: finds the route, and answers every error in the API's own shape. */
export class HttpServer {
  readonly server: Server
  readonly #options: HttpServerOptions
  readonly #table: RouteTable
  readonly #cors: Cors | null
  #draining = false

  constructor(options: HttpServerOptions) {
    this.#options = options
    const { cors = [], patience = PATIENCE } = options
    this.#cors = cors.length === 0 ? null : new Cors(cors)
    this.#table = new RouteTable(options.routes)
    this.server = createServer(
      {
        keepAliveTimeout: KEEP_ALIVE_MS,
        headersTimeout: patience.headersMs,
        requestTimeout: patience.requestMs,
        connectionsCheckingInterval: patience.lookEveryMs,
        noDelay: true,
        requireHostHeader: false,
      },
      (request, response) => this.#onRequest(request, response),
    )
    this.server.on('clientError', answerMalformed)
  }

  get draining(): boolean {
    return this.#draining
  }

  /** Starts listening; answers the port. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject)
      this.server.listen(port, host, () => {
        this.server.off('error', reject)
        const address = this.server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : port)
      })
    })
  }

  /**
   * Is no longer ready, a moment later takes no new connections, lets running requests finish, and ends; whatever is left
   * after `graceMs` is cut. Who has just connected is answered once more and told to close.
   */
  drain(graceMs: number): Promise<void> {
    this.#draining = true
    const patience = graceMs < LONG_GRACE_MS ? 0 : DRAIN_PATIENCE_MS
    const quietMs = graceMs / 3
    const lookMs = Math.min(DRAIN_LOOK_MS, graceMs / 40)
    return new Promise((resolve) => {
      let look: NodeJS.Timeout | undefined
      let over = false
      const closeIdle = (): void => {
        if (over) return
        this.server.closeIdleConnections()
        look = setTimeout(() => whenQuiet(quietMs, closeIdle), lookMs)
      }
      look = setTimeout(() => whenQuiet(quietMs, closeIdle), patience + lookMs)
      const cut = setTimeout(() => this.server.closeAllConnections(), graceMs)
      const ended = (): void => {
        over = true
        clearTimeout(look)
        clearTimeout(cut)
        // Ends what it does by the clock; it listens no more.
        this.server.close(() => resolve())
      }
      // That of HTTP would cut connections whose first request is on its way.
      const close = (): void => void NetServer.prototype.close.call(this.server, ended)
      setTimeout(() => whenQuiet(quietMs, close), patience)
    })
  }

  #onRequest(request: IncomingMessage, response: ServerResponse): void {
    if (this.#draining) response.shouldKeepAlive = false
    if (this.#cors?.answers(request, response) === true) return
    const exchange = new Exchange(request, response, this.#options.exchange())
    try {
      this.#dispatch(request, exchange, response)?.catch((error: unknown) => this.#onError(error, exchange))
    } catch (error) {
      this.#onError(error, exchange)
    }
  }

  #dispatch(request: IncomingMessage, exchange: Exchange, response: ServerResponse): Promise<void> | void {
    const { method = 'GET', url = '/', headers, httpVersion } = request
    if (headers.host === undefined && httpVersion === '1.1') {
      throw new GatewayError('invalid_header', { message: 'The header Host is missing.', param: 'host' })
    }
    const query = url.indexOf('?')
    const path = query < 0 ? url : url.slice(0, query)
    const found = this.#table.find(method, path)
    if (found !== null) return found.route.run(exchange, found.rest)
    const known = this.#table.other(path)
    if (known === null && this.#options.pages(request, response)) return
    refuseUnknown(exchange, known, { method, path })
  }

  #onError(error: unknown, exchange: Exchange): void {
    if (error instanceof ClientGone) return
    if (error instanceof GatewayError) {
      this.#options.onRefusal?.(error.code)
      exchange.refuse(error)
      return
    }
    this.#options.onBug(error, exchange.id)
    exchange.refuse(new GatewayError('internal_error', { cause: error }))
  }
}

/**
 * Calls as soon as three turns of the loop in a row were short, or `limitMs` are over: whoever had connected by then has
 * been let in, and what had arrived has been read.
 */
function whenQuiet(limitMs: number, then: () => void): void {
  const start = performance.now()
  let before = start
  let quiet = 0
  const turn = (): void => {
    const now = performance.now()
    quiet = now - before < QUIET_TURN_MS ? quiet + 1 : 0
    before = now
    if (quiet > 3 || now - start > limitMs) then()
    else setImmediate(turn)
  }
  setImmediate(turn)
}

/** Bytes that are not HTTP, headers that are too long, and requests that stall get an answer too, where one can be written. */
function answerMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const [status, code] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? (['408 Request Timeout', 'request_timeout'] as const)
      : (['400 Bad Request', 'invalid_header'] as const)
  const body = JSON.stringify(openaiChat.encodeError(wireError(refusalError(new GatewayError(code)))))
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}
