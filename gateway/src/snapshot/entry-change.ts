import type { ReadMerged } from './read-merged.ts'
import type { EntryBody, EntryKind, StoredEntry } from './stored-entry.ts'

/** What is wanted of one entry of the store. */
export interface EntryEdit {
  readonly kind: EntryKind
  /** `null`: a new one. */
  readonly id: string | null
  readonly name: string
  /** In the shape of the file. Secrets that stay are references, others stand as they are. `null`: it goes. */
  readonly body: EntryBody | null
}

/** One entry before and after a change; secrets are references. */
export interface EntryChange {
  readonly before: StoredEntry | null
  readonly after: StoredEntry | null
}

/** The entries once these changes are made. */
export function withChanges(
  entries: readonly StoredEntry[],
  changes: readonly EntryChange[],
): readonly StoredEntry[] {
  const touched = new Set(changes.flatMap(({ before, after }) => [before?.id, after?.id]))
  const kept = entries.filter(({ id }) => !touched.has(id))
  return [...kept, ...changes.flatMap(({ after }) => after ?? [])].toSorted(
    (a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1),
  )
}

/** A change that would leave the whole configuration invalid. */
export class InvalidChange extends Error {
  override readonly name = 'InvalidChange'
  readonly read: Extract<ReadMerged, { readonly kind: 'refused' }>
  readonly changes: readonly EntryChange[]

  constructor(read: InvalidChange['read'], changes: readonly EntryChange[]) {
    super('The configuration would not be valid.')
    this.read = read
    this.changes = changes
  }
}
