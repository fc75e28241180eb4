import type { ChainEntry } from '@backstay/contract'
import { chainSchema } from '@backstay/contract'
import type { chainResourceSchema } from '@backstay/contract/admin'
import { masked, toCamel } from '@backstay/contract/admin'
import type { z } from 'zod'
import type { InForce } from '#snapshot/in-force'
import { mapSecrets } from '#snapshot/secret-places'
import type { Resource } from './resource.ts'
import { membersOfResource } from './resource.ts'
import { usesOfEntry } from './uses-of.ts'

type Answer = z.output<typeof chainResourceSchema>

/** A chain as the admin API shows it, with who uses it. */
export function chainAnswer(resource: Resource<ChainEntry>, inForce: InForce): Answer {
  return {
    ...membersOfResource(resource),
    ...toCamel(chainSchema, mapSecrets('chain', resource.entry, masked)),
    usedBy: [...usesOfEntry(inForce, [resource.name])],
  }
}
