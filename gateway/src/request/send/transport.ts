import { Socket } from 'node:net'
import { getCACertificates } from 'node:tls'
import { lookup } from 'node:dns'
import { isLinkLocal, LinkLocalAddress, lookupElsewhere } from '#link-local'
import { buildConnector, Client, Pool, ProxyAgent, type Dispatcher } from 'undici'
import { Exchange, type DialingClient, type ExchangeObserver, type Outgoing } from './exchange.ts'

/** Where connections go, and through what. */
export interface Endpoint {
  readonly origin: string
  /** PEM text of an authority that is trusted besides the usual ones. */
  readonly ca: string | null
  readonly proxy: string | null
}

export interface Transport {
  /** Starts an exchange. Nothing is told before this returns. */
  open(endpoint: Endpoint, outgoing: Outgoing, observer: ExchangeObserver): Exchange
  /** Destroys every connection. */
  close(): Promise<void>
}

export interface TransportOptions {
  /** Connections to addresses where clouds answer questions about their machines; default none. */
  readonly allowLinkLocal?: boolean
  /** How names are resolved, default as the machine does. */
  readonly resolve?: Parameters<typeof lookupElsewhere>[0]
}

/** Connections to one origin; further requests wait for one of them. */
const MAX_CONNECTIONS = 4096
/** How long an idle connection is kept, unless the server says otherwise. */
const KEEP_ALIVE_MS = 60_000
/** The run loop has its own limit; this one only reaps what was given up. */
const CONNECT_BACKSTOP_MS = 60_000
const MAX_HEADER_BYTES = 64 * 1024

/**
 * A connection that knows whether it has carried a request before: only then may its loss be put down to the age of
 * the connection. With one request at a time, dialing is for one exchange and ends with it.
 */
class PlainClient extends Client implements DialingClient {
  fresh = true
  #dialing: Socket | null = null

  constructor(origin: URL | string, options: Client.Options & TransportOptions) {
    const connect =
      typeof options.connect === 'function' ? options.connect : buildConnector(options.connect ?? {})
    super(origin, {
      ...options,
      connect: (target, done) => {
        // Names are looked at when they are resolved; addresses are not resolved.
        if (options.allowLinkLocal !== true && isLinkLocal(target.hostname)) {
          done(new LinkLocalAddress(), null)
          return
        }
        const socket: unknown = connect(target, done)
        this.#dialing = socket instanceof Socket ? socket : null
      },
    })
    this.on('connect', () => {
      this.fresh = true
      this.#dialing = null
    })
  }

  stopDialing(): void {
    this.#dialing?.destroy(new Error('aborted while connecting'))
    this.#dialing = null
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    if (handler instanceof Exchange) handler.client = this
    return super.dispatch(options, handler)
  }
}

/** Connection pools by origin, authority and proxy. HTTP/1.1 with one request at a time on a connection. */
export function createTransport(options: TransportOptions = {}): Transport {
  const pools = new Map<string, Map<string, Dispatcher>>()
  const once = new Set<Dispatcher>()

  function poolOf(endpoint: Endpoint): Dispatcher {
    const way = `${endpoint.proxy ?? ''}\n${endpoint.ca ?? ''}`
    let byOrigin = pools.get(way)
    if (byOrigin === undefined) pools.set(way, (byOrigin = new Map<string, Dispatcher>()))
    let pool = byOrigin.get(endpoint.origin)
    if (pool === undefined)
      byOrigin.set(endpoint.origin, (pool = makeDispatcher(endpoint, MAX_CONNECTIONS, options)))
    return pool
  }

  return {
    open(endpoint, outgoing, observer) {
      const exchange = new Exchange(observer, () => {
        const single = makeDispatcher(endpoint, 1, options)
        once.add(single)
        exchange.onSettled = () => {
          once.delete(single)
          void single.close()
        }
        exchange.start(single, endpoint.origin, outgoing)
      })
      exchange.start(poolOf(endpoint), endpoint.origin, outgoing)
      return exchange
    },
    async close() {
      const all = [...[...pools.values()].flatMap((byOrigin) => [...byOrigin.values()]), ...once]
      pools.clear()
      await Promise.all(all.map((dispatcher) => dispatcher.destroy()))
    },
  }
}

function makeDispatcher(
  endpoint: Endpoint,
  connections: number,
  { allowLinkLocal = false, resolve = lookup }: TransportOptions,
): Dispatcher {
  const elsewhere = allowLinkLocal ? {} : { lookup: lookupElsewhere(resolve) }
  const ca = endpoint.ca === null ? {} : { ca: [...getCACertificates('default'), endpoint.ca] }
  const tls = { ...ca, ...elsewhere }
  const options: Pool.Options = {
    connections,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: MAX_HEADER_BYTES,
    connectTimeout: CONNECT_BACKSTOP_MS,
  }
  const factory = (origin: URL | string, given: object): Dispatcher =>
    new PlainClient(origin, { ...given, allowLinkLocal })
  if (endpoint.proxy === null) return new Pool(endpoint.origin, { ...options, connect: tls, factory })
  return new ProxyAgent({
    ...options,
    uri: endpoint.proxy,
    requestTls: { ...tls, allowH2: false },
    factory: (origin, given) =>
      new Pool(origin, { ...options, ...(given as Pool.Options), connections, factory }),
  })
}
