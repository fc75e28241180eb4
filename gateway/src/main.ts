import type { BlockList } from 'node:net'
import type { BaseLogger } from 'pino'
import type { ConfigFile } from '@backstay/contract'
import type { Configuration } from '#domain/configuration'
import { GatewayError } from '#domain/errors'
import { blockListOf, identify } from '#admit/admit'
import { KeyLimits } from '#admit/key-limits'
import type { Exchange } from '#accept/exchange'
import type { Route } from '#accept/http-server'
import { HttpServer } from '#accept/http-server'
import { SmoothRotation } from '#plan/rotation'
import type { Gateway } from '#request'
import { handleRequest } from '#request'
import { DeploymentStates } from '#run/deployment-states'
import { RetryBudget } from '#run/retry-budget'
import { createSend } from '#send/send'
import { openRecordWriter } from '#store/record-writer'
import { consolePages } from './console-pages.ts'
import { describeModel, listModels } from './models-list.ts'
import { systemClock } from './system-clock.ts'

export interface GatewayOptions {
  readonly configuration: Configuration
  /** What is read once, at the start. */
  readonly server: ConfigFile['server']
  readonly store: string
  readonly log: BaseLogger
}

/** A gateway that serves. */
export interface RunningGateway {
  /** `http://HOST:PORT`. */
  readonly url: string
  /** Takes effect for the next request; requests under way keep the configuration they began with. */
  reload(configuration: Configuration): void
  /** Takes no new connections, lets running requests finish for up to `graceMs`, writes every record, ends. */
  stop(graceMs?: number): Promise<void>
}

const GRACE_MS = 30_000

/**
 * Constructs every adapter and starts to serve. Rejects if the port cannot be had or the store's URL is none; a store
 * that cannot be opened is reported and tried again while requests are served and records wait.
 */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { log, server } = options
  let configuration = options.configuration
  const records = await openRecordWriter({
    url: options.store,
    onProblem: (problem) => log[problem.kind === 'store-recovered' ? 'info' : 'error'](problem, problem.kind),
  })
  const sending = createSend({ clock: systemClock })
  const clock = systemClock
  const gateway: Gateway = {
    configuration: () => configuration,
    clock,
    random: Math.random,
    limits: new KeyLimits(clock),
    rotation: new SmoothRotation(),
    states: new DeploymentStates({
      random: Math.random,
      cooldown: () => configuration.cooldown,
      onEvent: (event) => log.warn(event, event.kind),
    }),
    budget: new RetryBudget(),
    send: sending.send,
    records,
  }
  const trustedProxies: BlockList | null = blockListOf(server.trusted_proxies)
  const http = new HttpServer({
    routes: [...apiRoutes(gateway), ...healthRoutes(() => http.draining)],
    pages: consolePages(),
    exchange: () => ({ clock, maxBodyBytes: configuration.maxBodyBytes, trustedProxies }),
    onBug: (error, requestId) => log.error({ err: error, requestId }, 'a bug'),
  })
  const port = await http.listen(server.port, server.host).catch(async (cause: unknown) => {
    await Promise.all([records.close(), sending.close()])
    throw cause
  })
  return {
    url: `http://${server.host.includes(':') ? `[${server.host}]` : server.host}:${port}`,
    reload: (next) => {
      configuration = next
    },
    stop: async (graceMs = GRACE_MS) => {
      await http.drain(graceMs)
      await Promise.all([records.close(), sending.close()])
    },
  }
}

function apiRoutes(gateway: Gateway): readonly Route[] {
  const caller = (exchange: Exchange): { configuration: Configuration; key: ReturnType<typeof identify> } => {
    const configuration = gateway.configuration()
    return { configuration, key: identify(exchange.caller(), configuration) }
  }
  return [
    { method: 'POST', path: '/v1/chat/completions', run: (exchange) => handleRequest(exchange, gateway) },
    {
      method: 'GET',
      path: '/v1/models',
      run: (exchange) => {
        const { configuration, key } = caller(exchange)
        exchange.json(200, { object: 'list', data: listModels(configuration, key) })
      },
    },
    {
      method: 'GET',
      path: '/v1/models/*',
      run: (exchange, name) => {
        const { configuration, key } = caller(exchange)
        exchange.json(200, describeModel(decodeName(name), configuration, key))
      },
    },
  ]
}

function healthRoutes(draining: () => boolean): readonly Route[] {
  return [
    { method: 'GET', path: '/healthz', run: (exchange) => exchange.json(200, { status: 'ok' }) },
    {
      method: 'GET',
      path: '/readyz',
      run: (exchange) => {
        if (draining()) throw new GatewayError('draining')
        exchange.json(200, { status: 'ready' })
      },
    },
  ]
}

function decodeName(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
