import { queryOptions } from '@tanstack/react-query'
import { answered, api } from './client.ts'
import { ORGANISATION } from './organisation.ts'

/** The organisation that is looked at. */
export const organisationQuery = queryOptions({
  queryKey: ['organisation'],
  queryFn: ({ signal }) =>
    answered(api.GET('/api/organisations/{organisationId}', { params: { path: ORGANISATION }, signal })),
})

/** Gives it another name, as it was read. */
export function renameOrganisation({ revision, name }: { readonly revision: string; readonly name: string }) {
  const params = { path: ORGANISATION, header: { 'if-match': `"${revision}"` } }
  return answered(api.PATCH('/api/organisations/{organisationId}', { params, body: { name } }))
}
