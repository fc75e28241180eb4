import { parseArgs } from 'node:util'
import type { BaseLogger } from 'pino'
import { pino } from 'pino'
import { formatProblems } from '#snapshot/format-problems'
import type { LoadedConfig, ValidConfig } from '#snapshot/load-config'
import { loadConfig } from '#snapshot/load-config'
import { watchConfig } from '#snapshot/watch-config'
import type { GatewayOptions, RunningGateway } from '../main.ts'
import { startGateway } from '../main.ts'
import { stateOfParent, tellParent, workerNumber, workerStop } from '../worker.ts'
import { systemClock } from '#system-clock'
import { EXIT, failed, UsageError } from './command-io.ts'

const USAGE = `usage: backstay serve [--config FILE] [--host HOST] [--port PORT] [--store URL] [--workers N]

Runs the gateway. Without --config it starts the demo workspace: three simulated providers, a chain and a key.

  --config FILE  configuration, followed while running: a valid change is live within a second
  --host, --port where to listen, instead of server.host and server.port
  --store URL    where usage records go, instead of store
  --workers N    so many processes share the port and the limits; one that dies is replaced
`

/** Longest that running requests get to finish after a signal. */
const GRACE_MS = 30_000
const MOST_WORKERS = 128
/** Tokens of the environment are not made by us. */
const SHORTEST_TOKEN = 16

interface ServeOptions {
  readonly config: string | undefined
  readonly host: string | undefined
  readonly port: number | undefined
  readonly store: string | undefined
  readonly workers: number | undefined
}

/** `backstay serve`: answers once the gateway has stopped after SIGTERM or SIGINT. */
export async function runServe(args: string[]): Promise<number> {
  const code = await served(args)
  // What ties it to its parent would keep a worker from ending.
  if (workerNumber() !== null) process.exit(code)
  return code
}

async function served(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(USAGE)
    return EXIT.done
  }
  try {
    const options = readOptions(args)
    if (options.config === undefined) return await serveDemo(options)
    if (options.workers === undefined || workerNumber() !== null)
      return await serveFile(options.config, options)
    return await serveByWorkers(options.config, options.workers)
  } catch (error) {
    return failed(explained(error), USAGE, process)
  }
}

async function serveFile(path: string, options: ServeOptions): Promise<number> {
  const worker = workerNumber()
  // The parent may say so while this one still starts.
  const toldToStop = worker === null ? null : workerStop()
  const loaded = await loadConfig(path, process.env)
  if (worker === null) tellWarnings(path, loaded)
  if (loaded.kind === 'refused') return refusedBy(path, loaded)
  const log = pino()
  const gateway = await start(loaded, options, { log })
  if (worker === null) process.stdout.write(`backstay listening on ${gateway.url}\n`)
  else tellParent({ kind: 'serving', url: gateway.url })
  // One link is enough.
  if (worker === null || worker === 1) {
    void firstLink(gateway, log).then((link) => {
      if (link === null) return
      if (worker === null) tellLink(link)
      else tellParent({ kind: 'sign-in', link })
    })
  }
  const refused = (problems: readonly string[]): void => {
    gateway.refused(problems)
    log.error({ problems }, 'config-refused')
  }
  const watch = watchConfig({
    path,
    env: process.env,
    inForce: loaded,
    onChange: (configuration, changed) => {
      const told = { version: configuration.version, warnings: formatProblems(path, changed.warnings) }
      void gateway.reload(changed).then((problems) => {
        if (problems.length === 0) log.info(told, 'config-reloaded')
        else refused(problems)
      })
    },
    onProblem: (problems) => {
      refused(formatProblems(path, problems))
    },
  })
  await (toldToStop ?? stopSignal())
  watch.close()
  await gateway.stop(GRACE_MS)
  return EXIT.done
}

/** The file is looked at once here, so that what is wrong with it is told once. */
async function serveByWorkers(path: string, count: number): Promise<number> {
  const loaded = await loadConfig(path, process.env)
  tellWarnings(path, loaded)
  if (loaded.kind === 'refused') return refusedBy(path, loaded)
  const { startWorkers } = await import('../workers.ts')
  const workers = startWorkers({
    count,
    log: pino(),
    onServing: (url) => process.stdout.write(`backstay listening on ${url}\n`),
    onSignIn: tellLink,
  })
  const failure = await Promise.race([workers.failed, stopSignal(workers.kill).then(() => null)])
  if (failure === null) await workers.stop()
  else workers.kill()
  return failure ?? EXIT.done
}

function tellWarnings(path: string, { warnings }: LoadedConfig): void {
  for (const line of formatProblems(path, warnings)) process.stderr.write(`warning: ${line}\n`)
}

function refusedBy(path: string, { problems }: Exclude<LoadedConfig, ValidConfig>): number {
  for (const line of formatProblems(path, problems)) process.stderr.write(`${line}\n`)
  return EXIT.refused
}

function tellLink(link: string): void {
  process.stdout.write(`nobody has signed in yet; this link does, once, within an hour: ${link}\n`)
}

async function serveDemo(options: ServeOptions): Promise<number> {
  const { demoBanner, startDemo } = await import('./demo-workspace.ts')
  const demo = await startDemo()
  try {
    const loaded = await loadConfig(demo.configPath, { ...process.env, ...demo.env })
    if (loaded.kind === 'refused')
      throw new Error(formatProblems(demo.configPath, loaded.problems).join('\n'))
    const log = pino({ level: 'warn' })
    const gateway = await start(loaded, options, { log, simulated: demo.faults })
    process.stdout.write(`backstay listening on ${gateway.url}\n`)
    const console = (await firstLink(gateway, log)) ?? `${gateway.adminUrl}/console`
    process.stdout.write(demoBanner({ url: gateway.url, key: demo.key, console }))
    await stopSignal()
    await gateway.stop(GRACE_MS)
    return EXIT.done
  } finally {
    await demo.close()
  }
}

/** Requests are served also where the store cannot be asked who there is. */
function firstLink(gateway: RunningGateway, log: BaseLogger): Promise<string | null> {
  return gateway.firstSignIn().catch((error: unknown) => {
    log.warn({ cause: String(error) }, 'no sign-in link: the store cannot be used')
    return null
  })
}

interface Starting {
  readonly log: BaseLogger
  readonly simulated?: GatewayOptions['simulated']
}

async function start(
  loaded: ValidConfig,
  options: ServeOptions,
  { log, simulated = null }: Starting,
): Promise<RunningGateway> {
  const { file } = loaded
  const server = {
    ...file.server,
    host: options.host ?? file.server.host,
    port: options.port ?? file.server.port,
  }
  const admin = { ...file.admin, token: process.env['BACKSTAY_ADMIN_TOKEN'] || null }
  if (admin.token !== null && admin.token.length < SHORTEST_TOKEN) {
    log.warn(
      'BACKSTAY_ADMIN_TOKEN is so short that it could be guessed; make one with "openssl rand -hex 32"',
    )
  }
  const state = await stateOf(file.state)
  const siblings = workerNumber() === null ? null : stateOfParent
  const gateway = await startGateway({
    loaded,
    server,
    admin,
    store: options.store ?? file.store,
    state,
    siblings,
    env: process.env,
    log,
    simulated,
  })
  gateway.buildConsole()
  return gateway
}

/** What is shared with other processes; loaded where there is something. */
async function stateOf(url: string): Promise<NonNullable<GatewayOptions['state']> | null> {
  if (url === 'memory') return workerNumber() === null ? null : stateOfParent
  const { RedisState } = await import('#shared-state/redis-state')
  const invalidationChannel = process.env['CACHE_INVALIDATION_CHANNEL'] || null
  return (listener) => new RedisState({ url, clock: systemClock, listener, invalidationChannel })
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once. */
function stopSignal(atOnce: () => void = () => undefined): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const onSignal = (): void => {
      if (asked) {
        atOnce()
        process.exit(EXIT.refused)
      }
      asked = true
      resolve()
    }
    process.on('SIGTERM', onSignal)
    process.on('SIGINT', onSignal)
  })
}

function readOptions(args: string[]): ServeOptions {
  const { values } = parseArgs({
    args,
    options: {
      config: { type: 'string' },
      host: { type: 'string' },
      port: { type: 'string' },
      store: { type: 'string' },
      workers: { type: 'string' },
    },
  })
  const workers = values.workers === undefined ? undefined : Number(values.workers)
  if (workers !== undefined && !(Number.isInteger(workers) && workers >= 1 && workers <= MOST_WORKERS)) {
    throw new UsageError(`--workers takes a number from 1 to ${MOST_WORKERS}, not "${values.workers ?? ''}".`)
  }
  if (workers !== undefined && values.config === undefined) {
    throw new UsageError('--workers needs --config: the demo workspace is one process.')
  }
  const port = values.port === undefined ? undefined : Number(values.port)
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new UsageError(`--port takes a number from 0 to 65535, not "${values.port ?? ''}".`)
  }
  return { config: values.config, host: values.host, port, store: values.store, workers }
}

/** The errors of listening, in words that say what to do. */
function explained(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  const port = 'port' in error ? String(error.port) : '?'
  if (error.code === 'EADDRINUSE') {
    return new Error(`Port ${port} is in use. Stop what uses it, or choose another one with --port.`, {
      cause: error,
    })
  }
  if (error.code === 'EACCES') {
    return new Error(`Port ${port} may not be used by this user. Choose one above 1023 with --port.`, {
      cause: error,
    })
  }
  return error
}
