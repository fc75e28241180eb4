import type { EntryBody, EntryKind, StoredEntry } from '#snapshot/stored-entry'
import type { ConfigEntryTable } from '#store/schema'

/** An entry of the store, from its row. */
export function entryOf(row: ConfigEntryTable): StoredEntry {
  return {
    id: row.id,
    kind: row.kind as EntryKind,
    name: row.name,
    body: JSON.parse(row.body) as EntryBody,
    revision: row.revision,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    createdBy: row.created_by,
  }
}

/** The row of an entry. */
export function rowOf(organisation: string, entry: StoredEntry): ConfigEntryTable {
  return {
    id: entry.id,
    organisation,
    kind: entry.kind,
    name: entry.name,
    body: JSON.stringify(entry.body),
    revision: entry.revision,
    created_at: entry.createdAt,
    updated_at: entry.updatedAt,
    created_by: entry.createdBy,
  }
}
