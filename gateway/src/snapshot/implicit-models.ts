import { deploymentSchema, modelSchema, UPSTREAM_MODEL } from '@backstay/contract'
import type { Model } from '#domain/model'
import type { ModelType } from '#domain/model-type'
import type { ModelContext } from './compile-model.ts'
import { compileModel } from './compile-model.ts'
import { deepFreeze } from './deep-freeze.ts'
import { vendorModelId } from './model-slugs.ts'

/** Names come from clients: more than this many are not remembered at once. */
const REMEMBERED = 1_000

/**
 * Models that nobody declared, one deployment each: what a raw `provider/model` name or a chain step stands for.
 * `null` for a provider that is not configured, and for names that no provider can have.
 */
export type ImplicitModels = (provider: string, upstreamModel: string, type?: ModelType) => Model | null

/** @param labelsInUse - Labels of declared deployments, which implicit ones do not take. */
export function implicitModels(context: ModelContext, labelsInUse: ReadonlySet<string>): ImplicitModels {
  const remembered = new Map<string, Model>()
  return (provider, asked, type = 'chat') => {
    const kind = context.providers.get(provider)?.provider.kind
    if (kind === undefined || !UPSTREAM_MODEL.test(asked)) return null
    const upstreamModel = vendorModelId(kind, asked)
    const key = `${type} ${provider}/${upstreamModel}`
    const known = remembered.get(key)
    if (known !== undefined) return known
    const model = deepFreeze(makeModel({ provider, upstreamModel, type }, context, labelsInUse))
    const oldest = remembered.keys().next()
    if (remembered.size >= REMEMBERED && oldest.done !== true) remembered.delete(oldest.value)
    remembered.set(key, model)
    return model
  }
}

interface Wanted {
  readonly provider: string
  readonly upstreamModel: string
  readonly type: ModelType
}

function makeModel(wanted: Wanted, context: ModelContext, labelsInUse: ReadonlySet<string>): Model {
  const { provider, upstreamModel, type } = wanted
  const deployment = deploymentSchema.parse({ provider, model: upstreamModel })
  // The name is longer than the schema lets names be, by that of the provider.
  const declared = modelSchema.parse({ name: provider, type, deployments: [deployment] })
  const model = compileModel({ ...declared, name: `${provider}/${upstreamModel}` }, context)
  return {
    ...model,
    deployments: model.deployments.map((only) => ({
      ...only,
      label: freeLabel(`${upstreamModel}/${provider}`, labelsInUse),
    })),
  }
}

function freeLabel(label: string, inUse: ReadonlySet<string>): string {
  if (!inUse.has(label)) return label
  let number = 2
  while (inUse.has(`${label}#${number}`)) number += 1
  return `${label}#${number}`
}
