import { providerPageSchema, providerResourceSchema } from '@backstay/contract/admin'
import { mountReads } from '../resources/mount-reads.ts'
import { providerAnswer } from '../resources/provider-answer.ts'
import type { UseCase } from '../use-case.ts'

/** Providers, their credentials masked. */
export const providers: UseCase = (app, ports) => {
  mountReads(app, ports, {
    kind: 'provider',
    plural: 'providers',
    tag: 'Providers',
    permission: 'providers:read',
    page: providerPageSchema,
    one: providerResourceSchema,
    answer: providerAnswer,
  })
}
