import type { UsageRecord } from '#api/answer'

/** Where a request went, in order: names of models, or of deployments where the model stayed the same. */
export function routeOf({ requestedModel, servedModel, routing }: UsageRecord): readonly string[] {
  const { attempts } = routing
  const models = withoutRepeats(attempts.map(({ modelName }) => modelName))
  if (models.length > 1) return models
  const deployments = withoutRepeats(attempts.map(({ deployment }) => deployment))
  if (deployments.length > 1) return deployments
  const [only = requestedModel] = models
  // A place that is known to be down is not tried first: the request moved all the same.
  if (routing.fallbacks.length > 0 && only !== requestedModel) return [requestedModel, only]
  return [servedModel ?? only]
}

function withoutRepeats(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => name !== names[index - 1])
}
