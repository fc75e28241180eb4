import { fallbackSchema, organisationSchema, retentionSchema } from '@backstay/contract'
import type { settingsResourceSchema } from '@backstay/contract/admin'
import { camelKey, masked, toCamel } from '@backstay/contract/admin'
import type { z } from 'zod'
import { FIRST_ORGANISATION } from '#snapshot/deployment-identity'
import type { InForce } from '#snapshot/in-force'
import type { StoredEntry } from '#snapshot/stored-entry'
import { mapSecrets } from '#snapshot/secret-places'

type Answer = z.output<typeof settingsResourceSchema>

/** The settings of an organisation as the admin API shows them. */
export function settingsAnswer(inForce: InForce): Answer {
  const { file } = inForce
  const { chains: _, ...own } = file.fallback
  const { fallback } = mapSecrets('settings', { fallback: own }, masked)
  const stored = storedSettings(inForce)
  return {
    fallback: toCamel(fallbackSchema.omit({ chains: true }), fallback),
    organisation: toCamel(organisationSchema, file.organisation),
    retention: keepsTheStore(inForce) ? toCamel(retentionSchema, file.retention) : null,
    declared: declaredSettings(inForce).map((path) => path.split('.').map(camelKey).join('.')),
    revision: stored?.revision ?? 0,
    updatedAt: stored?.updatedAt ?? null,
  }
}

/** All organisations share one store; the first one says for how long things stay in it. */
export function keepsTheStore({ organisation }: Pick<InForce, 'organisation'>): boolean {
  return organisation === FIRST_ORGANISATION
}

/** What the store has of the settings. */
export function storedSettings({ entries }: InForce): StoredEntry | undefined {
  return entries.find(({ kind }) => kind === 'settings')
}

/** Settings that the file declares, such as `fallback.mid_stream`. */
export function declaredSettings({ declared }: InForce): readonly string[] {
  const given = (declared.given ?? {}) as Readonly<Record<string, object | null | undefined>>
  return ['fallback', 'organisation', 'retention'].flatMap((section) =>
    Object.keys(given[section] ?? {})
      .filter((name) => name !== 'chains')
      .map((name) => `${section}.${name}`),
  )
}
