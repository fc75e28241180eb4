import { randomUUID } from 'node:crypto'
import { mapSecrets } from '#snapshot/secret-places'
import type { StoredEntry } from '#snapshot/stored-entry'
import type { ConfigSecretTable } from '#store/schema'
import type { SecretBox } from '#store/secret-box'

/** The secrets of one organisation, by the reference that stands for each in its entries. */
export class StoredSecrets {
  readonly #opened: ReadonlyMap<string, string>

  private constructor(opened: ReadonlyMap<string, string>) {
    this.#opened = opened
  }

  static readonly none = new StoredSecrets(new Map())

  /** @throws StoreError - for one that the box cannot open. */
  static open(rows: readonly ConfigSecretTable[], box: SecretBox): StoredSecrets {
    return new StoredSecrets(new Map(rows.map((row) => [referenceTo(row.id), box.open(row.id, row)])))
  }

  /** Entries with their secrets in place. */
  inPlaces(entries: readonly StoredEntry[]): readonly StoredEntry[] {
    return entries.map((entry) => ({
      ...entry,
      body: mapSecrets(entry.kind, entry.body, (reference) => this.#opened.get(reference) ?? reference),
    }))
  }

  /** The entry with references instead of what are not references yet, and the rows to store for them. */
  seal(
    entry: StoredEntry,
    box: SecretBox,
  ): { readonly entry: StoredEntry; readonly rows: readonly NewSecret[] } {
    const rows: NewSecret[] = []
    const body = mapSecrets(entry.kind, entry.body, (secret) => {
      if (this.#opened.has(secret)) return secret
      const id = randomUUID()
      rows.push({ id, secret, ...box.seal(id, secret) })
      return referenceTo(id)
    })
    return { entry: { ...entry, body }, rows }
  }

  /** These and others. */
  with(added: readonly NewSecret[]): StoredSecrets {
    return new StoredSecrets(
      new Map([...this.#opened, ...added.map(({ id, secret }) => [referenceTo(id), secret] as const)]),
    )
  }
}

interface NewSecret extends Pick<ConfigSecretTable, 'id' | 'sealed' | 'sealed_under'> {
  readonly secret: string
}

function referenceTo(id: string): string {
  return `\${secret:${id}}`
}
