import type { ProviderEntry } from '@backstay/contract'
import { providerSchema } from '@backstay/contract'
import type { providerResourceSchema } from '@backstay/contract/admin'
import { masked, toCamel } from '@backstay/contract/admin'
import type { z } from 'zod'
import type { InForce } from '#snapshot/in-force'
import { mapSecrets } from '#snapshot/secret-places'
import type { Resource } from './resource.ts'
import { membersOfResource } from './resource.ts'
import { usesOfProvider } from './uses-of.ts'

type Answer = z.output<typeof providerResourceSchema>

/** A provider as the admin API shows it. */
export function providerAnswer(resource: Resource<ProviderEntry>, inForce: InForce): Answer {
  const { name, entry } = resource
  const usedBy = usesOfProvider(inForce, name)
  return {
    ...membersOfResource(resource),
    name,
    ...toCamel(providerSchema, mapSecrets('provider', entry, masked)),
    deployments: usedBy.filter(({ kind, at }) => kind === 'model' && at.startsWith('deployments')).length,
    usedBy: [...usedBy],
  }
}
