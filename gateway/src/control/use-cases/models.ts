import { modelSchema } from '@backstay/contract'
import {
  modelChangeSchema,
  modelCreateSchema,
  modelPageSchema,
  modelResourceSchema,
} from '@backstay/contract/admin'
import type { ModelEntry } from '@backstay/contract'
import type { InForce } from '#snapshot/in-force'
import { completeModel } from '../resources/complete-model.ts'
import { modelAnswer } from '../resources/model-answer.ts'
import { mountDeployments } from '../resources/mount-deployments.ts'
import { mountReads } from '../resources/mount-reads.ts'
import { mountWrites } from '../resources/mount-writes.ts'
import type { Resource } from '../resources/resource.ts'
import { usesOfEntry } from '../resources/uses-of.ts'
import type { UseCase } from '../use-case.ts'

const MODELS = {
  kind: 'model',
  plural: 'models',
  tag: 'Models',
  mayRead: 'models:read',
  mayWrite: 'models:write',
  page: modelPageSchema,
  one: modelResourceSchema,
  create: modelCreateSchema,
  change: modelChangeSchema,
  fileSchema: modelSchema,
  answer: modelAnswer,
  usesOf: ({ name, entry }: Resource<ModelEntry>, inForce: InForce) =>
    usesOfEntry(inForce, [name, ...entry.aliases]),
  complete: completeModel,
} as const

/** Models with their deployments. */
export const models: UseCase = (app, ports) => {
  mountReads(app, ports, MODELS)
  mountWrites(app, ports, MODELS)
  mountDeployments(app, ports, MODELS)
}
