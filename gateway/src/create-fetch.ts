import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ConfigFileInput } from '@backstay/contract'
import type { BudgetEvent } from '#domain/budget'
import type { Configuration } from '#domain/configuration'
import { GatewayError } from '#domain/errors'
import type { HealthEvent } from '#domain/health'
import type { UsageRecord } from '#domain/record'
import type { ClientRequest } from '#accept/client-side'
import { Exchange } from '#accept/exchange'
import { RouteTable } from '#accept/route-table'
import { refuseUnknown } from '#accept/unknown-endpoint'
import { compileTriggers } from '#run/compile-triggers'
import { assembleGateway } from './assemble-gateway.ts'
import type { Environment } from './configuration-of.ts'
import { configurationOf } from './configuration-of.ts'
import { keyForEverything } from './key-for-everything.ts'
import { apiRoutes } from './routes.ts'
import { systemClock } from './system-clock.ts'
import { WebResponse } from './web-response.ts'

export interface FetchOptions {
  /** Where `${VAR}` in the configuration comes from; the environment of the process if left out. */
  readonly env?: Environment
  /** Told once of every request that was accepted, when it is over. */
  readonly onRecord?: (record: UsageRecord) => void
  /** Told when a breaker, a cooldown, a bench or a budget changes. */
  readonly onEvent?: (event: HealthEvent | BudgetEvent) => void
  /** Told of a bug of ours, for which the caller gets a 500, and of what the other two throw. */
  readonly onBug?: (error: unknown) => void
}

/** A `fetch` that answers by the engine instead of a server, and `close`, which ends its connections. */
export type BackstayFetch = typeof fetch & { readonly close: () => Promise<void> }

/**
 * A `fetch` for any SDK: requests to whatever host are routed by this configuration, with everything that the gateway
 * does for them, and without a server. `config` has the shape of the configuration file, or is its text. Without `keys`
 * whoever has the function may use everything, whichever API key the SDK presents. State is that of this process. Throws
 * if the configuration is not valid, with a line for each problem.
 */
export function createFetch(config: ConfigFileInput | string, options: FetchOptions = {}): BackstayFetch {
  const { onRecord, onEvent, onBug } = options
  const { configuration, secret } = openTo(configurationOf(config, options.env))
  const { gateway, close } = assembleGateway({
    configuration: () => configuration,
    // What callers do with it is no business of the request.
    records: { write: (record) => tell(onRecord, record, onBug) },
    onEvent: (event) => tell(onEvent, event, onBug),
  })
  const table = new RouteTable(apiRoutes(gateway))
  const connection = {}
  const answer = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init)
    request.signal.throwIfAborted()
    const response = new WebResponse()
    const exchange = new Exchange(await clientRequest(request, secret, connection), response, {
      clock: systemClock,
      maxBodyBytes: configuration.maxBodyBytes,
      trustedProxies: null,
      compileTriggers,
    })
    const { signal } = request
    const abort = (): void => response.abort(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    response.on('close', () => signal.removeEventListener('abort', abort))
    if (signal.aborted) abort()
    void run(request, exchange, table).catch((error: unknown) => {
      if (error instanceof GatewayError) exchange.refuse(error)
      else {
        exchange.refuse(new GatewayError('internal_error', { cause: error }))
        onBug?.(error)
      }
    })
    return response.response
  }
  return Object.assign(answer, { close })
}

function tell<T>(listener: ((told: T) => void) | undefined, told: T, onBug: FetchOptions['onBug']): void {
  try {
    listener?.(told)
  } catch (error) {
    onBug?.(error)
  }
}

async function run({ method, url }: Request, exchange: Exchange, table: RouteTable): Promise<void> {
  const path = new URL(url).pathname
  const found = table.find(method, path)
  if (found === null) refuseUnknown(exchange, table.other(path), { method, path })
  else await found.route.run(exchange, found.rest)
}

/** The request as one that came over a socket would look, presenting this secret if there is one. */
async function clientRequest(
  request: Request,
  secret: string | null,
  socket: object,
): Promise<ClientRequest> {
  const headers = Object.fromEntries(request.headers)
  if (secret !== null) headers['authorization'] = `Bearer ${secret}`
  const { pathname, search } = new URL(request.url)
  const body = Buffer.from(await request.arrayBuffer())
  const bytes = Readable.from(body.length === 0 ? [] : [body])
  return Object.assign(bytes, { headers, url: `${pathname}${search}`, complete: true, socket })
}

/** Without keys of its own a configuration is for whoever has it: the secret of a key that may use everything. */
function openTo(configuration: Configuration): {
  readonly configuration: Configuration
  readonly secret: string | null
} {
  if (configuration.keys.size > 0) return { configuration, secret: null }
  const secret = randomUUID()
  const sha256 = createHash('sha256').update(secret).digest('hex')
  const key = { ...keyForEverything(configuration), name: 'library', sha256 }
  return { configuration: { ...configuration, keys: new Map([[sha256, key]]) }, secret }
}
