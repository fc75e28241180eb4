import { useQuery } from '@tanstack/react-query'
import { ORGANISATION } from './organisation.ts'
import { sessionQuery } from './queries.ts'

/** What the console offers only to those who may. */
export type Permission =
  | 'budgets:write'
  | 'chains:write'
  | 'deployments:operate'
  | 'keys:write'
  | 'members:manage'
  | 'models:write'
  | 'organisation:manage'
  | 'providers:write'
  | 'routing:write'
  | 'settings:write'
  | 'simulation:operate'
  | 'tokens:manage'

/** May whoever is signed in do this here; the admin API decides all the same. */
export function useMay(permission: Permission): boolean {
  const { data } = useQuery(sessionQuery)
  const mine = data?.organisations.find(({ id }) => id === ORGANISATION.organisationId)
  return mine?.permissions.includes(permission) ?? false
}
