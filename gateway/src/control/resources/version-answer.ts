import type { configurationVersionSchema } from '@backstay/contract/admin'
import type { z } from 'zod'
import type { EntryChange } from '#snapshot/entry-change'
import { mapSecrets } from '#snapshot/secret-places'
import type { StoredEntry } from '#snapshot/stored-entry'
import type { ConfigVersionTable } from '#store/schema'

type Answer = z.output<typeof configurationVersionSchema>

/** A change of the configuration as the admin API shows it, in the words of the file. */
export function versionAnswer(row: ConfigVersionTable, inForce: number): Answer {
  const { number, at, by, action } = row
  const changes = changesOf(row).map(({ before, after }) => ({
    kind: (after ?? before)?.kind ?? '',
    id: (after ?? before)?.id ?? '',
    name: (after ?? before)?.name ?? '',
    before: shown(before),
    after: shown(after),
  }))
  return { number, at, by, action, changes, current: number === inForce }
}

export function changesOf({ changes }: ConfigVersionTable): readonly EntryChange[] {
  return JSON.parse(changes) as readonly EntryChange[]
}

function shown(entry: StoredEntry | null): Record<string, unknown> | null {
  if (entry === null) return null
  const {
    key_sha256: _hash,
    previous: _previous,
    ...body
  } = mapSecrets(entry.kind, entry.body as Record<string, unknown>, () => '…')
  return { name: entry.name, ...body }
}
