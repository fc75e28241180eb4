import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import OpenAI from 'openai'
import type { UsageRecord } from '#domain/record'
import type { GatewayOptions } from '#main'
import { startGateway } from '#main'
import type { Simulator } from '#simulator/simulator'
import { startSimulator } from '#simulator/simulator'
import { switchFaults } from '#simulator/switch-faults'
import { formatProblems } from '#snapshot/format-problems'
import { loadConfig } from '#snapshot/load-config'
import { StoreError } from '#store/store-error'
import { readUsage } from '#store/usage-reader'
import { poll } from './poll.ts'
import { whereItRuns } from './where-it-runs.ts'

/** The virtual key of the tests; configurations name it as `${KEY}`. */
export const KEY = 'bs-e2e-0123456789'

/** What opens its admin API. */
export const ADMIN_TOKEN = 'admin-e2e-0123456789'

/** What lets another program say that it has written to the store. */
export const INVALIDATION_SECRET = 'invalidation-e2e-0123456789'

/** A gateway in this process, simulated providers behind it, and what a user has in front of it. */
export interface Backstay extends AsyncDisposable {
  /** Without a path. */
  readonly url: string
  /** The same, unless the configuration says otherwise. */
  readonly adminUrl: string
  readonly simulators: readonly Simulator[]
  /** Makes no tries of its own. */
  readonly client: OpenAI
  readonly storeUrl: string
  /** The link by which the first owner signs in; `null` when there is somebody. */
  firstSignIn(): Promise<string | null>
  clientFor(key: string): OpenAI
  /** Puts another configuration in force. */
  reload(config: object | string): Promise<void>
  /** The usage record of one answer, once it is stored. */
  recordOf(requestId: string | null | undefined): Promise<UsageRecord>
  /** All records, once there are at least so many. */
  records(count: number): Promise<readonly UsageRecord[]>
  /** Stops the gateway, and throws if it had a bug to tell of. */
  close(): Promise<void>
}

/**
 * Starts a gateway from a configuration, as YAML or as an object. `${SIM0}`, `${SIM1}` … stand for the base URLs of the
 * simulators, `${HOST0}` … for their bare hosts, `${DEAD}` for a port where nothing listens, `${KEY}` for the key.
 */
export async function startBackstay(config: object | string, simulators = 2): Promise<Backstay> {
  const folder = await mkdtemp(join(tmpdir(), 'backstay-e2e-'))
  const providers = await Promise.all(
    Array.from({ length: simulators }, () => startSimulator({ keepRequests: 10_000 })),
  )
  const env = await environmentOf(providers)
  const loaded = await load(config, folder, env)
  const errors: unknown[] = []
  const place = await whereItRuns(folder)
  const storeUrl = place.store
  const gateway = await startGateway({
    loaded,
    server: { ...loaded.file.server, port: 0 },
    admin: { ...loaded.file.admin, token: ADMIN_TOKEN },
    store: storeUrl,
    state: place.state,
    env: { CACHE_INVALIDATION_SECRET: INVALIDATION_SECRET, ...place.env },
    log: logInto(errors),
    simulated: switchFaults(providers.map((simulator) => ({ simulator }))),
  })
  // The first request may be answered before the writer thread has made the store.
  const read = async (): Promise<UsageRecord[]> => {
    try {
      return await Array.fromAsync(readUsage(storeUrl, { from: null, to: null }))
    } catch (error) {
      if (error instanceof StoreError) return []
      throw error
    }
  }
  const clientFor = (apiKey: string): OpenAI =>
    new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey, maxRetries: 0 })
  const close = async (): Promise<void> => {
    await gateway.stop(1_000)
    await Promise.all(providers.map((simulator) => simulator.close()))
    await place.remove()
    await rm(folder, { recursive: true, force: true })
    if (errors.length > 0) throw new AggregateError(errors, 'the gateway logged errors')
  }
  return {
    url: gateway.url,
    adminUrl: gateway.adminUrl,
    simulators: providers,
    client: clientFor(KEY),
    storeUrl,
    firstSignIn: () => gateway.firstSignIn(),
    clientFor,
    reload: async (next) => {
      const problems = await gateway.reload(await load(next, folder, env))
      if (problems.length > 0) throw new Error(problems.join('\n'))
    },
    recordOf: (requestId) => poll(async () => (await read()).find(({ id }) => id === requestId)),
    records: (count) =>
      poll(async () => {
        const records = await read()
        return records.length >= count ? records : undefined
      }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Where the placeholders of a configuration point. */
async function environmentOf(simulators: readonly Simulator[]): Promise<Record<string, string>> {
  const closed = await startSimulator()
  await closed.close()
  const env: Record<string, string> = { KEY, DEAD: closed.baseUrl }
  simulators.forEach((simulator, index) => {
    env[`SIM${index}`] = simulator.baseUrl
    env[`HOST${index}`] = simulator.url
  })
  return env
}

async function load(config: object | string, folder: string, env: Record<string, string>) {
  const path = join(folder, 'backstay.yaml')
  // JSON is YAML.
  await writeFile(path, typeof config === 'string' ? config : JSON.stringify(config, null, 2))
  const loaded = await loadConfig(path, env)
  if (loaded.kind === 'refused') throw new Error(formatProblems('backstay.yaml', loaded.problems).join('\n'))
  // Tests leave nothing in the folder that they are started in.
  const spool = { ...loaded.file.spool, path: loaded.file.spool.path ?? join(folder, 'spool') }
  return { ...loaded, file: { ...loaded.file, spool } }
}

/** A bug is only logged, and answered with 500: no test may pass over it. */
function logInto(errors: unknown[]): GatewayOptions['log'] {
  const nothing = (): void => undefined
  const keep = (fields: unknown): void => {
    errors.push(fields instanceof Error ? fields : new Error(JSON.stringify(fields), { cause: fields }))
  }
  return {
    level: 'error',
    msgPrefix: undefined,
    fatal: keep,
    error: keep,
    warn: nothing,
    info: nothing,
    debug: nothing,
    trace: nothing,
    silent: nothing,
  }
}
