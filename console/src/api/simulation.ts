import { queryOptions } from '@tanstack/react-query'
import type { Answer } from './answer.ts'
import { answered, api } from './client.ts'
import { ORGANISATION } from './organisation.ts'

export type SimulatedDeployment = Answer<'simulated-deployments'>['data'][number]
export type Fault = NonNullable<SimulatedDeployment['fault']>

/** Deployments whose provider is simulated by the gateway, each with its fault. */
export const simulatedQuery = queryOptions({
  queryKey: ['simulated'],
  queryFn: async ({ signal }) => {
    const params = { path: ORGANISATION }
    return (
      await answered(api.GET('/api/organisations/{organisationId}/simulated-deployments', { params, signal }))
    ).data
  },
})

/** Switches a fault on, or with `null` off. */
export function switchFault({ id }: Pick<SimulatedDeployment, 'id'>, fault: Fault | null) {
  return answered(
    api.POST('/api/organisations/{organisationId}/deployments/{deploymentId}/fault', {
      params: { path: { ...ORGANISATION, deploymentId: id } },
      body: { fault },
    }),
  )
}
