import type { Transaction } from 'kysely'
import type { ControlDatabase } from './control-database.ts'
import type { ConfigEntryTable, ConfigSecretTable, ConfigVersionTable, StoreSchema } from './schema.ts'

/** What the store holds of an organisation's configuration. */
export interface StoredConfiguration {
  /** Of the newest version; 0: there is none. */
  readonly number: number
  readonly entries: readonly ConfigEntryTable[]
  readonly secrets: readonly ConfigSecretTable[]
}

/** One change of an organisation's entries, to be stored whole or not at all. */
export interface ConfigurationCommit {
  readonly version: ConfigVersionTable
  readonly written: readonly ConfigEntryTable[]
  /** Ids of entries that go. */
  readonly removed: readonly string[]
  readonly secrets: readonly ConfigSecretTable[]
}

export type StoreTransaction = Transaction<StoreSchema>

/** Entries, secrets and versions of configurations, by organisation. */
export class ConfigurationStore {
  readonly #database: ControlDatabase

  constructor(database: ControlDatabase) {
    this.#database = database
  }

  /** Organisation → number of its newest version. Cheap: asked for again and again. */
  async numbers(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#database
      .selectFrom('config_versions')
      .select(({ fn }) => ['organisation', fn.max('number').as('number')])
      .groupBy('organisation')
      .execute()
    return new Map(rows.map(({ organisation, number }) => [organisation, number]))
  }

  /** As it was at one moment. */
  read(organisation: string): Promise<StoredConfiguration> {
    return this.#database.transaction().execute(async (within) => {
      const newest = await within
        .selectFrom('config_versions')
        .select(({ fn }) => fn.max('number').as('number'))
        .where('organisation', '=', organisation)
        .executeTakeFirst()
      const entries = await within
        .selectFrom('config_entries')
        .selectAll()
        .where('organisation', '=', organisation)
        .execute()
      const secrets = await within
        .selectFrom('config_secrets')
        .selectAll()
        .where('organisation', '=', organisation)
        .execute()
      const sorted = entries.toSorted((a, b) => a.created_at - b.created_at || (a.id < b.id ? -1 : 1))
      return { number: newest?.number ?? 0, entries: sorted, secrets }
    })
  }

  /**
   * Stores a change, and what `also` writes, in one transaction.
   *
   * @throws StoreError - with `conflict` where somebody else has stored a version of the same number.
   */
  async commit(
    { version, written, removed, secrets }: ConfigurationCommit,
    also: (within: StoreTransaction) => Promise<void>,
  ): Promise<void> {
    await this.#database.transaction().execute(async (within) => {
      await within.insertInto('config_versions').values(version).execute()
      const gone = [...removed, ...written.map(({ id }) => id)]
      if (gone.length > 0) await within.deleteFrom('config_entries').where('id', 'in', gone).execute()
      for (const row of written) await within.insertInto('config_entries').values(row).execute()
      for (const row of secrets) await within.insertInto('config_secrets').values(row).execute()
      await also(within)
    })
  }

  /** Versions below a number, newest first. */
  versions(organisation: string, below: number, limit: number): Promise<ConfigVersionTable[]> {
    return this.#database
      .selectFrom('config_versions')
      .selectAll()
      .where('organisation', '=', organisation)
      .where('number', '<', below)
      .orderBy('number', 'desc')
      .limit(limit)
      .execute()
  }

  /** Versions above a number, newest first. */
  versionsSince(organisation: string, above: number): Promise<ConfigVersionTable[]> {
    return this.#database
      .selectFrom('config_versions')
      .selectAll()
      .where('organisation', '=', organisation)
      .where('number', '>', above)
      .orderBy('number', 'desc')
      .execute()
  }
}
