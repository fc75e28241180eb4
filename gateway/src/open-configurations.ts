import type { BaseLogger } from 'pino'
import type { EventSink } from '#domain/event'
import { formatProblem } from '#snapshot/format-problems'
import type { ValidConfig } from '#snapshot/load-config'
import { ConfigurationStore } from '#store/configuration-store'
import { masterKeys } from '#store/master-key'
import { SecretBox } from '#store/secret-box'
import { ConfigurationRefresh } from './configuration-refresh.ts'
import { Configurations } from './configurations.ts'
import { durationMs } from './duration.ts'
import type { OpenStore } from './open-store.ts'
import { systemClock } from './system-clock.ts'

/** How old a copy of what is stored gets without a notice, unless it is said. Looking is one cheap query off the request path. */
const LOOK_MS = 1_000

export interface ConfigurationSources {
  readonly loaded: ValidConfig
  /** URL of the store. */
  readonly store: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly log: BaseLogger
}

/** Configurations, and what keeps them fresh. */
export interface OpenConfigurations {
  readonly configurations: Configurations
  readonly refresh: ConfigurationRefresh
  /** Encrypts and decrypts what is secret in the store. */
  readonly secrets: () => SecretBox
}

/**
 * File and store together, as far as the file goes: what is stored comes with the first refresh.
 *
 * @throws StoreError - when a PostgreSQL store has no master key.
 */
export function openConfigurations(
  { loaded, store: url, env, log }: ConfigurationSources,
  { database, events }: Pick<OpenStore, 'database'> & { readonly events: EventSink },
  { prepare, onChange }: Pick<ConstructorParameters<typeof Configurations>[1], 'prepare' | 'onChange'>,
): OpenConfigurations {
  // A SQLite store has its key beside it, which is read or made when the first secret is.
  const box = (): SecretBox => new SecretBox(masterKeys(url, env).keys)
  if (!url.startsWith('sqlite:')) box()
  const refused = (problems: readonly string[]): void => {
    log.error({ problems }, 'config-refused')
    events.tell({ kind: 'config-refused', problems })
  }
  const configurations = new Configurations(loaded, {
    clock: systemClock,
    store: new ConfigurationStore(database),
    box,
    prepare,
    onChange,
    onProblem: (problems) => refused(problems.map(formatProblem)),
  })
  const refresh = new ConfigurationRefresh({
    clock: systemClock,
    everyMs: durationMs(env['SMART_ROUTING_POLICY_CACHE_TTL']) ?? LOOK_MS,
    refresh: () => configurations.refresh(),
    onFailure: (cause) => {
      log.warn({ cause: String(cause) }, 'what the store adds to the configuration cannot be read')
    },
  })
  return { configurations, refresh, secrets: box }
}
