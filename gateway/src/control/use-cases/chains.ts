import { chainSchema } from '@backstay/contract'
import {
  chainChangeSchema,
  chainCreateSchema,
  chainPageSchema,
  chainResourceSchema,
} from '@backstay/contract/admin'
import type { InForce } from '#snapshot/in-force'
import { chainAnswer } from '../resources/chain-answer.ts'
import { mountReads } from '../resources/mount-reads.ts'
import { mountWrites } from '../resources/mount-writes.ts'
import { usesOfEntry } from '../resources/uses-of.ts'
import type { UseCase } from '../use-case.ts'

const CHAINS = {
  kind: 'chain',
  plural: 'chains',
  tag: 'Chains',
  mayRead: 'chains:read',
  mayWrite: 'chains:write',
  page: chainPageSchema,
  one: chainResourceSchema,
  create: chainCreateSchema,
  change: chainChangeSchema,
  fileSchema: chainSchema,
  answer: chainAnswer,
  usesOf: ({ name }: { readonly name: string }, inForce: InForce) => usesOfEntry(inForce, [name]),
} as const

/** Fallback chains, with who uses them. */
export const chains: UseCase = (app, ports) => {
  mountReads(app, ports, CHAINS)
  mountWrites(app, ports, CHAINS)
}
