import { keyPageSchema, keyResourceSchema } from '@backstay/contract/admin'
import { keyAnswer } from '../resources/key-answer.ts'
import { mountReads } from '../resources/mount-reads.ts'
import type { UseCase } from '../use-case.ts'

/** API keys, without their secrets. */
export const apiKeys: UseCase = (app, ports) => {
  mountReads(app, ports, {
    kind: 'key',
    plural: 'apikeys',
    tag: 'API keys',
    mayRead: 'keys:read',
    page: keyPageSchema,
    one: keyResourceSchema,
    answer: (resource) => keyAnswer(resource, ports.clock.wallMs()),
  })
}
