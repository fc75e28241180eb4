import type { Chain, ChainStep } from './chains.ts'

/** Where a model is called, as far as it matters which one that is. */
interface Place {
  readonly model: string
  readonly provider: string
  readonly deployment: string
}

type Step = Pick<ChainStep, 'model' | 'provider'>

/** The deployments behind a step, which names a configured model or what a provider calls one. */
export function placesOfStep<Known extends Place>(step: Step, places: readonly Known[]): readonly Known[] {
  const isOf = ({ model, provider, deployment }: Place): boolean => {
    if (step.provider !== undefined && step.provider !== provider) return false
    return (
      model === step.model || model === `${provider}/${step.model}` || deployment.startsWith(`${step.model}/`)
    )
  }
  return places.filter(isOf)
}

/** The deployments behind a model, or behind the steps of the chain of that name. */
export function placesOfName<Known extends Place>(
  name: string,
  chains: readonly Pick<Chain, 'name' | 'models'>[],
  places: readonly Known[],
): readonly Known[] {
  const chain = chains.find((one) => one.name === name)
  if (chain === undefined) return places.filter(({ model }) => model === name)
  const found = new Set(chain.models.flatMap((step) => placesOfStep(step, places)))
  return places.filter((place) => found.has(place))
}
