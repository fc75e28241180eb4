import type { BaseLogger } from 'pino'
import type { EventSink } from '#domain/event'
import type { SharedCopies } from '#domain/shared-state'
import { formatProblem } from '#snapshot/format-problems'
import type { ValidConfig } from '#snapshot/load-config'
import { ConfigurationStore } from '#store/configuration-store'
import { masterKeys } from '#store/master-key'
import { SecretBox } from '#store/secret-box'
import { ConfigurationRefresh } from './configuration-refresh.ts'
import { ConfigurationCopies } from './configuration-copies.ts'
import type { ConfigurationsOptions } from './configurations.ts'
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

interface ConfigurationNeeds extends Pick<ConfigurationsOptions, 'prepare' | 'onChange'> {
  /** Where copies are kept for gateways that start while the store is away; `null`: nowhere. */
  readonly copies: () => SharedCopies | null
}

/** Configurations, and what keeps them fresh. */
export interface OpenConfigurations {
  readonly configurations: Configurations
  readonly refresh: ConfigurationRefresh
  /** Encrypts and decrypts what is secret in the store. */
  readonly secrets: () => SecretBox
  readonly close: () => void
}

/**
 * File and store together, as far as the file goes: what is stored comes with the first refresh.
 *
 * @throws StoreError - when a PostgreSQL store has no master key.
 */
export function openConfigurations(
  { loaded, store: url, env, log }: ConfigurationSources,
  { database, events }: Pick<OpenStore, 'database'> & { readonly events: EventSink },
  { prepare, onChange, copies: copiesOf }: ConfigurationNeeds,
): OpenConfigurations {
  // A SQLite store has its key beside it, which is read or made when the first secret is.
  const box = (): SecretBox => new SecretBox(masterKeys(url, env).keys)
  if (!url.startsWith('sqlite:')) box()
  const refused = (problems: readonly string[]): void => {
    log.error({ problems }, 'config-refused')
    events.tell({ kind: 'config-refused', problems })
  }
  const stored = new ConfigurationStore(database)
  // A SQLite store is one machine's own, and as far away as its disk.
  const where = (): SharedCopies | null => (url.startsWith('sqlite:') ? null : copiesOf())
  const copies = new ConfigurationCopies({ clock: systemClock, store: stored, copies: where, box })
  const configurations = new Configurations(loaded, {
    clock: systemClock,
    store: stored,
    box,
    onStored: (organisation) => copies.changed(organisation),
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
    instead: async () => {
      if (where() === null) return
      try {
        const { stored: copied, ageMs } = await copies.read()
        const taken = configurations.take(copied)
        for (const organisation of copied.keys()) copies.changed(organisation)
        const ageS = Math.round(ageMs / 1_000)
        if (taken > 0) log.warn({ organisations: taken, ageS }, 'configuration-from-copy')
      } catch (cause) {
        log.warn({ cause: String(cause) }, 'there is no copy of what the store adds to the configuration')
      }
    },
  })
  const close = (): void => {
    refresh.close()
    copies.close()
  }
  return { configurations, refresh, secrets: box, close }
}
