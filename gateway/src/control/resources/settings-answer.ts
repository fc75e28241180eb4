import { fallbackSchema, organisationSchema } from '@backstay/contract'
import type { settingsResourceSchema } from '@backstay/contract/admin'
import { camelKey, masked, toCamel } from '@backstay/contract/admin'
import type { z } from 'zod'
import type { InForce } from '#snapshot/in-force'
import { mapSecrets } from '#snapshot/secret-places'

type Answer = z.output<typeof settingsResourceSchema>

/** The settings of an organisation as the admin API shows them. */
export function settingsAnswer(inForce: InForce): Answer {
  const { file, entries } = inForce
  const { chains: _, ...own } = file.fallback
  const { fallback } = mapSecrets('settings', { fallback: own }, masked)
  const stored = entries.find(({ kind }) => kind === 'settings')
  return {
    fallback: toCamel(fallbackSchema.omit({ chains: true }), fallback),
    organisation: toCamel(organisationSchema, file.organisation),
    declared: declaredSettings(inForce).map((path) => path.split('.').map(camelKey).join('.')),
    revision: stored?.revision ?? 0,
    updatedAt: stored?.updatedAt ?? null,
  }
}

/** Settings that the file declares, such as `fallback.mid_stream`. */
export function declaredSettings({ declared }: InForce): readonly string[] {
  const given = (declared.given ?? {}) as Readonly<Record<string, object | null | undefined>>
  return ['fallback', 'organisation'].flatMap((section) =>
    Object.keys(given[section] ?? {})
      .filter((name) => name !== 'chains')
      .map((name) => `${section}.${name}`),
  )
}
