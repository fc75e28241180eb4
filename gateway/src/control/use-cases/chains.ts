import { chainPageSchema, chainResourceSchema } from '@backstay/contract/admin'
import { chainAnswer } from '../resources/chain-answer.ts'
import { mountReads } from '../resources/mount-reads.ts'
import type { UseCase } from '../use-case.ts'

/** Fallback chains, with who uses them. */
export const chains: UseCase = (app, ports) => {
  mountReads(app, ports, {
    kind: 'chain',
    plural: 'chains',
    tag: 'Chains',
    permission: 'chains:read',
    page: chainPageSchema,
    one: chainResourceSchema,
    answer: chainAnswer,
  })
}
