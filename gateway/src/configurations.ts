import { randomUUID } from 'node:crypto'
import type { Clock } from '#domain/clock'
import type { Configuration } from '#domain/configuration'
import type { ConfigProblem } from '#snapshot/config-problem'
import { isWithin } from '#snapshot/config-problem'
import type { EntryChange, EntryEdit } from '#snapshot/entry-change'
import { InvalidChange, withChanges } from '#snapshot/entry-change'
import type { InForce } from '#snapshot/in-force'
import type { ValidConfig } from '#snapshot/load-config'
import type { Declared } from '#snapshot/merge-config'
import { commonTo } from '#snapshot/merge-config'
import { readMerged } from '#snapshot/read-merged'
import type { StoredEntry } from '#snapshot/stored-entry'
import type { ConfigurationWrite } from '#control/ports'
import type { ConfigurationStore, StoredConfiguration } from '#store/configuration-store'
import type { SecretBox } from '#store/secret-box'
import { StoreError } from '#store/store-error'
import { entryOf, rowOf } from './entry-row.ts'
import { StoredSecrets } from './stored-secrets.ts'

/** Others may write at the same time, but not for ever. */
const TRIES = 8

export interface ConfigurationsOptions {
  readonly clock: Clock
  readonly store: ConfigurationStore
  readonly box: () => SecretBox
  /** What has to be known before a configuration is in force. */
  readonly prepare: (inForce: InForce) => Promise<void>
  /** It is in force. */
  readonly onChange: (inForce: InForce) => void
  /** Something else is stored of an organisation. */
  readonly onStored?: (organisation: string) => void
  /** Entries of the store that do not go with the file are left out. */
  readonly onProblem: (problems: readonly ConfigProblem[]) => void
}

interface Stored {
  readonly organisation: string
  readonly number: number
  readonly entries: readonly StoredEntry[]
  readonly secrets: StoredSecrets
}

interface Held {
  readonly inForce: InForce
  readonly secrets: StoredSecrets
}

/** The configuration of every organisation: what the file declares, with what the store adds to it. */
export class Configurations {
  readonly #options: ConfigurationsOptions
  readonly #held = new Map<string, Held>()
  readonly #first: string
  #declared: Declared
  /** What of it holds for the other organisations. */
  #common: Declared
  #reloads = 0
  #others: ReadonlyMap<string, Configuration> = new Map()
  /** One change after the other. */
  #last: Promise<unknown> = Promise.resolve()

  constructor({ declared, file, configuration }: ValidConfig, options: ConfigurationsOptions) {
    this.#options = options
    this.#declared = declared
    this.#common = commonTo(declared)
    this.#first = configuration.organisation.id
    const inForce = { organisation: this.#first, declared, entries: [], number: 0, file, configuration }
    this.#held.set(this.#first, { inForce, secrets: StoredSecrets.none })
  }

  get first(): InForce {
    return this.of(this.#first)
  }

  /** Configurations of other organisations, by the SHA-256 of each of their keys; another map once one changes. */
  get others(): ReadonlyMap<string, Configuration> {
    return this.#others
  }

  /** One of every organisation that is known here. */
  get all(): readonly Configuration[] {
    return [...this.#held.values()].map(({ inForce }) => inForce.configuration)
  }

  /** That of an organisation without entries of its own is empty. */
  of(organisation: string): InForce {
    return this.#heldOf(organisation).inForce
  }

  /**
   * Takes a changed file, without waiting for the store. Resolves when it is in force, with what is wrong where it does
   * not go with what is stored: then everything stays as it was.
   */
  async reload(loaded: ValidConfig): Promise<readonly ConfigProblem[]> {
    const number = ++this.#reloads
    const common = commonTo(loaded.declared)
    for (;;) {
      const was = [...this.#held.values()]
      const next: Held[] = []
      for (const { inForce, secrets } of was) {
        const declared = inForce.organisation === this.#first ? loaded.declared : common
        const read = readMerged(inForce.organisation, declared, secrets.inPlaces(inForce.entries))
        if (read.kind === 'refused') return read.problems
        next.push({ inForce: { ...inForce, declared, ...read }, secrets })
      }
      await Promise.all(next.map(({ inForce }) => this.#options.prepare(inForce)))
      // A newer file may be in force by now, or another change.
      if (number !== this.#reloads) return []
      if (was.some((held) => this.#held.get(held.inForce.organisation) !== held)) continue
      this.#declared = loaded.declared
      this.#common = common
      for (const held of next) this.#put(held)
      return []
    }
  }

  /** Takes what others have stored. @throws StoreError */
  refresh(): Promise<void> {
    return this.#inTurn(async () => {
      const numbers = await this.#options.store.numbers()
      for (const [organisation, number] of numbers) {
        if (this.#held.get(organisation)?.inForce.number !== number) await this.#read(organisation)
      }
    })
  }

  /**
   * Makes a change: the whole is checked, then stored with what `also` writes, then in force.
   *
   * @throws InvalidChange - and whatever the edit refuses.
   */
  write(write: ConfigurationWrite): Promise<{ readonly before: InForce; readonly after: InForce }> {
    return this.#inTurn(async () => {
      for (let left = TRIES; ; left--) {
        try {
          return await this.#tryWrite(write)
        } catch (error) {
          if (!(error instanceof StoreError && error.conflict) || left === 0) throw error
          await this.#read(write.organisation)
        }
      }
    })
  }

  /** What would be in force; nothing is stored. @throws InvalidChange - and whatever the edit refuses. */
  preview(organisation: string, edit: ConfigurationWrite['edit']): InForce {
    const held = this.#heldOf(organisation)
    const changes = changesOf(edit(held.inForce), held.inForce, { at: this.#options.clock.wallMs(), by: '' })
    return this.#checked(held, held.secrets, changes)
  }

  /** @throws InvalidChange */
  #checked({ inForce }: Held, secrets: StoredSecrets, changes: readonly EntryChange[]): InForce {
    const { organisation, declared, number } = inForce
    const entries = withChanges(inForce.entries, changes)
    const read = readMerged(organisation, declared, secrets.inPlaces(entries))
    if (read.kind === 'refused') throw new InvalidChange(read, changes)
    return { ...inForce, entries, number: number + 1, ...read }
  }

  async #tryWrite({ organisation, by, action, edit, also }: ConfigurationWrite) {
    const was = this.#heldOf(organisation)
    const { inForce: before, secrets: known } = was
    const { clock, store } = this.#options
    const at = clock.wallMs()
    const changes = changesOf(edit(before), before, { at, by })
    if (changes.length === 0) return { before, after: before }
    const box = this.#options.box()
    const sealed = changes.map((change) => ({
      change,
      ...(change.after === null ? { entry: null, rows: [] } : known.seal(change.after, box)),
    }))
    const rows = sealed.flatMap((one) => one.rows)
    const stored = sealed.map(({ change, entry }) => ({ before: change.before, after: entry }))
    const secrets = known.with(rows)
    const after = this.#checked(was, secrets, stored)
    const { number, entries } = after
    await store.commit(
      {
        version: { organisation, number, at, by, action, changes: JSON.stringify(stored) },
        written: stored.flatMap((one) => (one.after === null ? [] : rowOf(organisation, one.after))),
        removed: stored.flatMap((one) => (one.after === null ? (one.before?.id ?? []) : [])),
        secrets: rows.map(({ id, sealed: text, sealed_under }) => ({
          id,
          organisation,
          sealed: text,
          sealed_under,
          created_at: at,
        })),
      },
      (within) => also(within, before, after),
    )
    // The file may have changed meanwhile.
    const isSame = this.#declaredFor(organisation) === before.declared
    const put = isSame
      ? { inForce: after, secrets }
      : this.#fitting({ organisation, number, entries, secrets })
    await this.#options.prepare(put.inForce)
    this.#put(put)
    this.#options.onStored?.(organisation)
    return { before, after: put.inForce }
  }

  /** Takes what is newer than what is held, while the store cannot be read. Resolves with how many organisations it was. */
  take(copied: ReadonlyMap<string, StoredConfiguration>): number {
    let taken = 0
    for (const [organisation, stored] of copied) {
      if (stored.number <= this.#heldOf(organisation).inForce.number) continue
      taken++
      const held = this.#opened(organisation, stored)
      this.#put(held)
      // What was spent is known to the others, and to the store when it is back.
      void this.#options.prepare(held.inForce)
    }
    return taken
  }

  async #read(organisation: string): Promise<void> {
    const held = this.#opened(organisation, await this.#options.store.read(organisation))
    await this.#options.prepare(held.inForce)
    this.#put(held)
    this.#options.onStored?.(organisation)
  }

  #opened(organisation: string, { number, entries, secrets: rows }: StoredConfiguration): Held {
    const secrets = rows.length === 0 ? StoredSecrets.none : StoredSecrets.open(rows, this.#options.box())
    return this.#fitting({ organisation, number, entries: entries.map(entryOf), secrets })
  }

  /** Entries that do not go with what the file declares are left out, so that the others hold. */
  #fitting({ organisation, number, entries: all, secrets }: Stored): Held {
    const declared = this.#declaredFor(organisation)
    let entries = all
    for (;;) {
      const read = readMerged(organisation, declared, secrets.inPlaces(entries))
      if (read.kind === 'valid') {
        return { inForce: { organisation, declared, entries, number, ...read }, secrets }
      }
      const { problems, places } = read
      this.#options.onProblem(problems)
      const wrong = new Set(
        [...places].filter(([at]) => problems.some(({ path }) => isWithin(path, at))).map(([, { id }]) => id),
      )
      entries = wrong.size === 0 ? [] : entries.filter(({ id }) => !wrong.has(id))
    }
  }

  #heldOf(organisation: string): Held {
    const held = this.#held.get(organisation)
    if (held !== undefined) return held
    const empty = this.#fitting({ organisation, number: 0, entries: [], secrets: StoredSecrets.none })
    this.#held.set(organisation, empty)
    return empty
  }

  #declaredFor(organisation: string): Declared {
    return organisation === this.#first ? this.#declared : this.#common
  }

  #put(held: Held): void {
    const { organisation } = held.inForce
    this.#held.set(organisation, held)
    if (organisation !== this.#first) this.#others = this.#byKey()
    this.#options.onChange(held.inForce)
  }

  #byKey(): ReadonlyMap<string, Configuration> {
    const others = [...this.#held.values()].filter(({ inForce }) => inForce.organisation !== this.#first)
    return new Map(
      others.flatMap(({ inForce: { configuration } }) =>
        [...configuration.keys.keys()].map((sha256) => [sha256, configuration] as const),
      ),
    )
  }

  #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(task)
    this.#last = done.catch(() => undefined)
    return done
  }
}

/** Edits as changes of entries, with ids, revisions and times. */
function changesOf(
  edits: readonly EntryEdit[],
  { entries }: InForce,
  { at, by }: { readonly at: number; readonly by: string },
): readonly EntryChange[] {
  return edits.map(({ kind, id, name, body }): EntryChange => {
    const before = entries.find((entry) => entry.id === id) ?? null
    if (body === null) return { before, after: null }
    const { createdAt, createdBy } = before ?? { createdAt: at, createdBy: by }
    const revision = (before?.revision ?? 0) + 1
    const made = { kind, name, body, revision, createdAt, updatedAt: at, createdBy }
    return { before, after: { id: id ?? randomUUID(), ...made } }
  })
}
