import type { ModelEntry } from '@backstay/contract'
import { modelSchema } from '@backstay/contract'
import type { deploymentResourceSchema, modelResourceSchema } from '@backstay/contract/admin'
import { masked, toCamel } from '@backstay/contract/admin'
import type { z } from 'zod'
import type { Deployment } from '#domain/deployment'
import type { Model } from '#domain/model'
import type { InForce } from '#snapshot/in-force'
import { mapSecrets } from '#snapshot/secret-places'
import { effectiveStrategy, sharesOfTraffic } from '#snapshot/share-of-traffic'
import type { Resource } from './resource.ts'
import { membersOfResource } from './resource.ts'
import { usesOfEntry } from './uses-of.ts'

type Answer = z.output<typeof modelResourceSchema>
type DeploymentAnswer = z.output<typeof deploymentResourceSchema>

const SOME_LIMITS =
  'Only some deployments have a tokens-per-minute limit: requests rotate evenly. Give every one a limit to share by it.'

/** A model as the admin API shows it, with what its deployments get of its traffic. */
export function modelAnswer(resource: Resource<ModelEntry>, inForce: InForce): Answer {
  const { name, entry } = resource
  const model = modelInForce(name, inForce)
  const shown = toCamel(modelSchema, mapSecrets('model', entry, masked))
  return {
    ...membersOfResource(resource),
    ...shown,
    deployments: deploymentAnswers(resource, inForce),
    known: knownOf(model),
    effectiveStrategy: effectiveStrategy(model),
    hint: hintOf(model),
    usedBy: [...usesOfEntry(inForce, [name, ...entry.aliases])],
  }
}

export function deploymentAnswers(
  { name, entry }: Resource<ModelEntry>,
  inForce: InForce,
): DeploymentAnswer[] {
  const model = modelInForce(name, inForce)
  const shares = sharesOfTraffic(model)
  const shown = toCamel(modelSchema, mapSecrets('model', entry, masked)).deployments
  return model.deployments.map((deployment, i) => ({
    id: deployment.id,
    label: deployment.label,
    ...shown[i],
    kind: deployment.provider.kind,
    credential: deployment.credential,
    share: shares[i] ?? null,
  }))
}

/** Every model of the file in force was compiled. */
function modelInForce(name: string, { configuration }: InForce): Model {
  const model = configuration.models.get(name)
  if (model === undefined) throw new Error(`model ${name} is not compiled`)
  return model
}

function knownOf({ contextWindow, deployments }: Model): Answer['known'] {
  const price = deployments.find((one) => one.price !== null)?.price ?? null
  return {
    contextWindow,
    price:
      price === null
        ? null
        : { input: price.input, output: price.output, cachedInput: price.cachedInput ?? null },
  }
}

function hintOf({ deployments, strategy }: Model): string | null {
  const limited = deployments.filter((one: Deployment) => one.tokensPerMinute !== null)
  const some = limited.length > 0 && limited.length < deployments.length
  const weighs = deployments.some(({ weight, priority }) => weight !== null || priority !== null)
  return some && strategy === null && !weighs ? SOME_LIMITS : null
}
