import type { BaseLogger } from 'pino'
import type { Health } from '@backstay/contract/admin'
import type { ConfigFile } from '@backstay/contract'
import type { BudgetLedger } from '#domain/budget-ledger'
import type { Configuration } from '#domain/configuration'
import type { EventSink } from '#domain/event'
import type { SharedListener, SharedStanding, SharedState } from '#domain/shared-state'
import { blockListOf } from '#admit/admit'
import { Webhooks } from '#checking/webhooks'
import { clientAddress, isLocalCaller, isSecureCall } from '#accept/client-address'
import type { ControlPlane } from '#control/control-plane'
import type { ControlNeeds } from '#control/ports'
import { compileTriggers } from '#run/compile-triggers'
import { formatProblem } from '#snapshot/format-problems'
import type { ValidConfig } from '#snapshot/load-config'
import type { RecordWriter } from '#store/record-writer'
import { AdminDoor } from './admin-door.ts'
import type { ConfigurationRefresh } from './configuration-refresh.ts'
import type { Configurations } from './configurations.ts'
import type { DataPlane, DataPlaneOptions } from './data-plane.ts'
import { dataPlane } from './data-plane.ts'
import { firstSignIn } from './first-sign-in.ts'
import { explainRequest } from './explain-request.ts'
import { declaredDeployments, healthReport } from './health-report.ts'
import { listen } from './listen.ts'
import { openConfigurations } from './open-configurations.ts'
import type { OpenStore } from './open-store.ts'
import { openStore } from './open-store.ts'
import { PastRequests } from './past-requests.ts'
import { allRoutes } from './routes.ts'
import { setState } from './set-state.ts'
import { originOf, signInSettings } from './sign-in-settings.ts'
import { SpendingHistory } from './spending-history.ts'
import { testDeployment } from './test-deployment.ts'
import { systemClock } from './system-clock.ts'
import type { OwnVitals } from './vitals.ts'
import { Vitals } from './vitals.ts'

export interface GatewayOptions {
  readonly loaded: ValidConfig
  /** What is read once, at the start. */
  readonly server: ConfigFile['server']
  readonly admin: ConfigFile['admin'] & {
    /** Opens the admin API with the rights of an owner; `null`: it is off. */
    readonly token: string | null
  }
  readonly store: string
  /** What this process shares with others; `null`, or left out: it is alone. */
  readonly state?: ((listener: SharedListener) => SharedState) | null
  /** Where it is one of several workers: the way to the others. */
  readonly siblings?: ((listener: SharedListener) => SharedState) | null
  /** Master key of the secrets in the store, and how long copies of what is stored are good. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly log: BaseLogger
  /** Where the providers are simulated: their faults; default: none is. */
  readonly simulated?: ControlNeeds['simulated']
}

/** A gateway that serves. */
export interface RunningGateway {
  /** `http://HOST:PORT`. */
  readonly url: string
  /** Where admin API and console are: the same, unless they have a port of their own. */
  readonly adminUrl: string
  /**
   * Takes effect for the next request; requests under way keep the configuration they began with. Resolves when it is in
   * force: at once, unless the store has to be asked what was spent of a new budget. Or with what is wrong, where it
   * does not go with what the store adds: then the old one stays.
   */
  reload(loaded: ValidConfig): Promise<readonly string[]>
  /** A link by which the first owner signs in, once; `null` when somebody did already. */
  firstSignIn(): Promise<string | null>
  /** Has the console built beside what is served, unless it is; otherwise that happens when somebody first asks for it. */
  buildConsole(): void
  /** A changed file was not taken: one line per problem. */
  refused(problems: readonly string[]): void
  /** Takes no new connections, lets running requests finish for up to `graceMs`, writes every record, ends. */
  stop(graceMs?: number): Promise<void>
}

const GRACE_MS = 30_000
/** Part of the grace in which requests that wait for room may still get it; the rest is for their answers. */
const WAITING_SHARE = 0.5
/** The first requests are served before the control plane is loaded, unless somebody asks for it. */
const LOAD_CONTROL_AFTER_MS = 1_000

const clock = systemClock
const STARTED_AT = clock.wallMs()
const ALONE = { kind: 'memory', connected: true } as const

/** What the data plane reaches beside its providers, and which of these it may not. */
function outsideOf({
  state = null,
  server,
}: GatewayOptions): Pick<DataPlaneOptions, 'state' | 'allowLinkLocal'> {
  return { state, allowLinkLocal: server.allow_link_local }
}

/**
 * Constructs every adapter and starts to serve. Rejects if a port cannot be had or the store's URL is none; a store
 * that cannot be opened is reported and tried again while requests are served and records wait.
 */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { log, server, admin } = options
  const store = await openStore(options, () => configurations.first.file.retention)
  const { configurations, refresh, secrets, close } = openConfigurations(options, store, {
    prepare: ({ configuration: next }) => spending.bringIn(next),
    onChange: ({ configuration: next }) => follow(next),
    copies: () => plane.sharing?.copies ?? null,
  })
  let follow: (next: Configuration) => void = () => undefined
  const { configuration: current, others } = inForceIn(configurations)
  const onStored = (): void => void refresh.notice()
  const plane = dataPlane({ configuration: current, others, store, log, onStored, ...outsideOf(options) })
  const spending = spendingHistory(plane.gateway.budgets, store.records, log)
  await refresh.start()
  await Promise.all([spending.bringIn(current()), plane.ready(configurations.all)])
  const trustedProxies = blockListOf(server.trusted_proxies)
  const onBug = bugReporter(log)
  const origin = (): string => originOf(admin.url) ?? ports.adminUrl
  const changes = { ...changedByControl(configurations, refresh, plane.sharing), origin, secrets }
  const seen = { ...seenByControl(plane, store, options), ...changes }
  const door = new AdminDoor({ load: () => loadControl(seen), onBug })
  const closeAll = async (): Promise<void> => {
    spending.close()
    close()
    await Promise.all([plane.close(), store.close()])
  }
  const ports = await listen({
    server,
    adminPort: admin.port,
    routes: allRoutes(plane.gateway, new PastRequests(store.records, store.reader)),
    door,
    exchange: () => ({ clock, maxBodyBytes: current().maxBodyBytes, trustedProxies, compileTriggers }),
    onRefusal: (code) => plane.counts.refused(code),
    onBug,
  }).catch(async (cause: unknown) => {
    await closeAll()
    throw cause
  })
  const loading = clock.after(LOAD_CONTROL_AFTER_MS, () => door.load())
  follow = (changed) => {
    plane.follow(configurations.all)
    tellLoaded(changed, store.events)
  }
  follow(current())
  return {
    url: ports.url,
    adminUrl: ports.adminUrl,
    firstSignIn: () => firstSignIn(store.database, clock, { ...configurations.first, origin: origin() }),
    reload: async (loaded) => (await configurations.reload(loaded)).map(formatProblem),
    buildConsole: () => ports.buildConsole(),
    refused: (problems) => store.events.tell({ kind: 'config-refused', problems }),
    stop: async (graceMs = GRACE_MS) => {
      loading.cancel()
      door.close()
      plane.gateway.queue.drain(graceMs * WAITING_SHARE)
      await ports.drain(graceMs)
      await closeAll()
    },
  }
}

/** What the control plane sees and changes of configurations. */
function changedByControl(
  configurations: Configurations,
  refresh: ConfigurationRefresh,
  sharing: DataPlane['sharing'],
): Pick<ControlNeeds, 'inForce' | 'write' | 'preview' | 'refresh'> {
  return {
    inForce: (organisation) => configurations.of(organisation),
    write: async (write) => {
      const written = await configurations.write(write)
      sharing?.tellStored()
      return written
    },
    preview: (organisation, edit) => configurations.preview(organisation, edit),
    refresh: async () => {
      sharing?.tellStored()
      await refresh.notice()
    },
  }
}

/** What requests are decided by. */
function inForceIn(configurations: Configurations): Pick<DataPlaneOptions, 'configuration' | 'others'> {
  return {
    configuration: () => configurations.first.configuration,
    others: () => configurations.others,
  }
}

function spendingHistory(ledger: BudgetLedger, records: RecordWriter, log: BaseLogger): SpendingHistory {
  return new SpendingHistory({
    clock,
    ledger,
    sums: (questions) => records.sumSpending(questions),
    onUnknown: (budgets, cause) => {
      const message = 'what was spent of these budgets before the start cannot be read: it counts as nothing'
      log.error({ budgets, cause: String(cause) }, message)
    },
  })
}

/** What the control plane sees of the data plane, and may do there. */
function seenByControl(
  { gateway, manual, counts, onEvent, sharing }: DataPlane,
  { events, reader, database }: OpenStore,
  { admin, server, env, log, siblings = null, simulated = null }: GatewayOptions,
): Omit<ControlNeeds, 'inForce' | 'write' | 'preview' | 'refresh' | 'origin' | 'secrets' | 'postAlert'> {
  const { configuration, states } = gateway
  const sharedState = (): SharedStanding => sharing?.standing ?? { ...ALONE, since: STARTED_AT }
  const healthOf = (of: Configuration): Health =>
    healthReport({ configuration: of, states, manual, clock, sharedState: sharedState() })
  const own: OwnVitals = {
    health: () => healthOf(configuration()),
    totals: () => counts.read(),
    waiting: () => gateway.queue.waiting,
  }
  const vitals = siblings === null ? null : new Vitals({ open: siblings, clock, own })
  const trustedProxies = blockListOf(server.trusted_proxies)
  return {
    clock,
    simulated,
    events,
    reader,
    database,
    isLocal: (request) => isLocalCaller(request, trustedProxies),
    addressOf: (request) => clientAddress(request, trustedProxies),
    isSecure: (request) => isSecureCall(request, trustedProxies),
    signIn: signInSettings(admin.sign_in, configuration().organisation.id),
    publicUrl: originOf(admin.url),
    warn: (message) => log.warn(message),
    configuration,
    explain: (asked, from) => explainRequest(asked, { ...gateway, configuration: from }),
    // The workers tell each other of the first organisation only.
    health: (from) => (from === configuration() && vitals !== null ? vitals.health() : healthOf(from)),
    testDeployment: (model, deployment) => testDeployment(model, deployment, gateway),
    budgetStanding: (budget) => gateway.budgets.standing(budget),
    totals: () => vitals?.totals() ?? own.totals(),
    waiting: () => vitals?.waiting() ?? own.waiting(),
    deployments: declaredDeployments,
    setState: (deployment, change) =>
      setState(deployment, change, { states, manual, onEvent, onCondition: sharing?.onCondition ?? null }),
    invalidationSecret: env['CACHE_INVALIDATION_SECRET'] || null,
    adminToken: admin.token,
    metricsToken: admin.metrics_token,
    onBug: bugReporter(log),
  }
}

function bugReporter(log: BaseLogger): (error: unknown, requestId: string) => void {
  return (error, requestId) => log.error({ err: error, requestId }, 'a bug')
}

function tellLoaded({ version, warnings, organisation }: Configuration, events: EventSink): void {
  events.tell({ kind: 'config-loaded', version, warnings: warnings.length }, organisation.id)
}

/** Loaded apart, so that the start waits for nothing of it. */
async function loadControl(needs: Omit<ControlNeeds, 'postAlert'>): Promise<ControlPlane> {
  const { createControlPlane } = await import('#control/control-plane')
  const webhooks = new Webhooks(clock)
  const plane = createControlPlane({ ...needs, postAlert: webhooks.notify })
  return {
    handle: (request, response) => plane.handle(request, response),
    close: () => {
      plane.close()
      void webhooks.close()
    },
  }
}
