import type { paths } from './schema.ts'

type Organisation = `/api/organisations/{organisationId}`

/** Paths below an organisation, without what is before. */
type Below<Path> = Path extends `${Organisation}/${infer Rest}` ? Rest : never

/** The JSON that `GET /api/organisations/…/PATH` answers. */
export type Answer<Path extends Below<keyof paths>> = paths[`${Organisation}/${Path}`] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } }
}
  ? Body
  : never

/** How everything is doing. */
export type Health = Answer<'health'>
export type DeploymentHealth = Health['deployments'][number]
/** One entry of the event log. */
export type LoggedEvent = Answer<'events'>['data'][number]
