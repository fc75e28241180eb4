/** What the store holds of a configuration. `key_routing`: policies of a key that the file declares. */
export const ENTRY_KINDS = ['provider', 'model', 'chain', 'key', 'key_routing', 'settings'] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]

export type EntryBody = Readonly<Record<string, unknown>>

/** One entry of the store. Its body has the shape of the file; where the file has a secret, it names one of the store. */
export interface StoredEntry {
  readonly id: string
  readonly kind: EntryKind
  /** Unique among those of its kind in its organisation. */
  readonly name: string
  readonly body: EntryBody
  /** From 1. */
  readonly revision: number
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number
  readonly updatedAt: number
  readonly createdBy: string
}
