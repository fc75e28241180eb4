import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { AuditLog } from '#control/audit-log'
import { Change } from '#control/change'
import type { ControlPorts } from '#control/ports'
import { refusedConfiguration } from '#control/refused-configuration'
import { Organisations } from '#control/people/organisations'
import { InvalidChange } from '#snapshot/entry-change'
import { formatProblem } from '#snapshot/format-problems'
import type { ValidConfig } from '#snapshot/load-config'
import { evaluateConfig } from '#snapshot/load-config'
import { ConfigurationStore } from '#store/configuration-store'
import type { ControlDatabase } from '#store/control-database'
import { controlDatabase } from '#store/control-database'
import { masterKeys } from '#store/master-key'
import { SecretBox } from '#store/secret-box'
import { readableStore } from '#store/readable-store'
import { storeLocation } from '#store/store-location'
import { systemClock } from '#system-clock'
import { Configurations } from '../configurations.ts'
import type { CommandIo } from './command-io.ts'
import { UsageError } from './command-io.ts'
import type { Values } from './option.ts'
import { flag, text } from './option.ts'
import { STORE_OPTIONS } from './store-option.ts'
import { usableConfig } from './usable-config.ts'

const DEFAULT_ORGANISATION = 'default'

/** The options of every command that works on what the store adds to the configuration. */
export const ENTRY_OPTIONS = {
  organisation: text('ID', `whose; default: ${DEFAULT_ORGANISATION}`),
  ...STORE_OPTIONS,
  json: flag('answer as JSON'),
}

/** The store and the configuration with it, as the admin API changes them. */
export interface CommandStore {
  readonly ports: Pick<ControlPorts, 'write' | 'inForce' | 'clock'>
  /** What a change of one organisation is made with. */
  readonly asked: { readonly change: Change; readonly organisation: string; readonly by: string }
}

const BY = 'command-line'

/**
 * Works on the store that the options name: changes are checked, audited, and seen by running gateways within a second
 * or two, like those of the admin API.
 *
 * @throws Error - with what to do, where the file, the store or the organisation cannot be used.
 */
export async function withCommandStore<Result>(
  options: Values<typeof ENTRY_OPTIONS>,
  { env }: CommandIo,
  work: (store: CommandStore) => Promise<Result>,
): Promise<Result> {
  const loaded = await loadedFile(options.config, env)
  const url = options.store ?? loaded.file.store
  await requireStore(url)
  const database = controlDatabase(url)
  try {
    const organisation = options.organisation ?? DEFAULT_ORGANISATION
    await requireOrganisation(database, organisation)
    const configurations = await openConfigurations(loaded, { url, database, config: options.config, env })
    return await work(commandStore({ configurations, database, organisation }))
  } catch (error) {
    throw error instanceof InvalidChange ? refusedConfiguration(error) : error
  } finally {
    await database.destroy()
  }
}

/**
 * Checks that there is a store that this version works with: a command makes none in the wrong folder, and changes no
 * schema under a gateway that runs.
 *
 * @throws Error
 */
export async function requireStore(url: string): Promise<void> {
  const location = storeLocation(url)
  if (location.kind === 'sqlite' && !existsSync(location.path)) {
    throw new Error(
      `There is no store at ${location.path}. Name it with --config or --store, or make it with "backstay migrate".`,
    )
  }
  const store = readableStore(location)
  try {
    await store.current()
  } finally {
    await store.close()
  }
}

async function loadedFile(path: string | undefined, env: CommandIo['env']): Promise<ValidConfig> {
  if (path !== undefined) return usableConfig(path, env)
  const empty = evaluateConfig({ text: '{}', files: new Map(), fingerprint: '' }, {})
  if (empty.kind === 'valid') return empty
  throw new Error('Without a configuration nothing is known: name one with --config FILE.')
}

async function requireOrganisation(database: ControlDatabase, id: string): Promise<void> {
  const organisations = new Organisations(database)
  if (await organisations.exists(id)) return
  const known = (await organisations.list()).map((one) => one.id).join(', ')
  throw new UsageError(`There is no organisation "${id}"; known are ${known}.`)
}

interface Place {
  readonly url: string
  readonly database: ControlDatabase
  readonly config: string | undefined
  readonly env: CommandIo['env']
}

async function openConfigurations(
  loaded: ValidConfig,
  { url, database, config, env }: Place,
): Promise<Configurations> {
  const misfits: string[] = []
  const configurations = new Configurations(loaded, {
    clock: systemClock,
    store: new ConfigurationStore(database),
    box: () => new SecretBox(masterKeys(url, env).keys),
    prepare: () => Promise.resolve(),
    onChange: () => undefined,
    onProblem: (problems) => misfits.push(...problems.map(formatProblem)),
  })
  await configurations.refresh()
  if (misfits.length > 0) {
    const file = config ?? 'an empty configuration'
    const what = config === undefined ? 'Name the file that the gateway runs with: --config FILE.' : ''
    throw new Error(`What is stored does not go with ${file}. ${what}\n${misfits.join('\n')}`)
  }
  return configurations
}

function commandStore({
  configurations,
  database,
  organisation,
}: {
  readonly configurations: Configurations
  readonly database: ControlDatabase
  readonly organisation: string
}): CommandStore {
  const actor = { kind: 'system', id: BY, name: whoAsks(), role: 'owner', organisation } as const
  const audit = new AuditLog(database, systemClock)
  const change = new Change({ actor, audit, request: null, ifMatch: undefined })
  return {
    ports: {
      clock: systemClock,
      write: (write) => configurations.write(write),
      inForce: (of) => configurations.of(of),
    },
    asked: { change, organisation, by: BY },
  }
}

function whoAsks(): string {
  try {
    return `${userInfo().username}, on the command line`
  } catch {
    // In containers users may have a number and no name.
    return 'the command line'
  }
}
