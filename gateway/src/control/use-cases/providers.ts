import { providerSchema } from '@backstay/contract'
import {
  providerChangeSchema,
  providerCreateSchema,
  providerPageSchema,
  providerResourceSchema,
} from '@backstay/contract/admin'
import { mountReads } from '../resources/mount-reads.ts'
import { mountWrites } from '../resources/mount-writes.ts'
import { providerAnswer } from '../resources/provider-answer.ts'
import { usesOfProvider } from '../resources/uses-of.ts'
import type { UseCase } from '../use-case.ts'

const PROVIDERS = {
  kind: 'provider',
  plural: 'providers',
  tag: 'Providers',
  mayRead: 'providers:read',
  mayWrite: 'providers:write',
  page: providerPageSchema,
  one: providerResourceSchema,
  create: providerCreateSchema,
  change: providerChangeSchema,
  fileSchema: providerSchema,
  answer: providerAnswer,
  usesOf: ({ name }: { readonly name: string }, inForce: Parameters<typeof usesOfProvider>[0]) =>
    usesOfProvider(inForce, name),
} as const

/** Providers, their credentials masked. */
export const providers: UseCase = (app, ports) => {
  mountReads(app, ports, PROVIDERS)
  mountWrites(app, ports, PROVIDERS)
}
