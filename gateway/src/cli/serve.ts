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
import type { CommandIo } from './command-io.ts'
import { EXIT, UsageError } from './command-io.ts'
import { listenTrouble } from './listen-trouble.ts'
import type { Values } from './option.ts'
import { text, wholeNumber } from './option.ts'
import { runCommand } from './run-command.ts'
import { usableConfig } from './usable-config.ts'

/** Longest that running requests get to finish after a signal. */
const GRACE_MS = 30_000
const MOST_WORKERS = 128
/** Tokens of the environment are not made by us. */
const SHORTEST_TOKEN = 16

const USAGE = {
  words: 'serve',
  about:
    'Runs the gateway. Without --config it starts the demo workspace: three simulated providers, a chain and a key.',
  options: {
    config: text('FILE', 'configuration, followed while running: a valid change is live within a second'),
    host: text('HOST', 'where to listen, instead of server.host'),
    port: wholeNumber(
      { least: 0, most: 65_535 },
      'where to listen, instead of server.port; 0: any that is free',
    ),
    store: text('URL', 'where usage records go, instead of store: sqlite:PATH or postgres://…'),
    workers: wholeNumber(
      { least: 1, most: MOST_WORKERS },
      'so many processes share the port and the limits; one that dies is replaced',
    ),
  },
}

type ServeValues = Values<typeof USAGE.options>

/** `backstay serve`: answers once the gateway has stopped after SIGTERM or SIGINT. */
export async function runServe(args: readonly string[], io: CommandIo): Promise<number> {
  const code = await runCommand(USAGE, { args, io }, serve)
  // What ties it to its parent would keep a worker from ending.
  if (workerNumber() !== null) process.exit(code)
  return code
}

async function serve(values: ServeValues): Promise<number> {
  const { config, workers } = values
  if (config === undefined && workers !== undefined) {
    throw new UsageError('--workers needs --config FILE: the demo workspace is one process.')
  }
  try {
    if (config === undefined) return await serveDemo(values)
    if (workers === undefined || workerNumber() !== null) return await serveFile(config, values)
    return await serveByWorkers(config, workers)
  } catch (error) {
    throw listenTrouble(error) ?? error
  }
}

async function serveFile(path: string, options: ServeValues): Promise<number> {
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

async function serveDemo(options: ServeValues): Promise<number> {
  const { demoBanner, startDemo } = await import('./demo-workspace.ts')
  const demo = await startDemo()
  try {
    const loaded = await usableConfig(demo.configPath, { ...process.env, ...demo.env })
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
  options: ServeValues,
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
