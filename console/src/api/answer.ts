import type { paths } from './schema.gen.ts'

type Organisation = `/api/organisations/{organisationId}`

/** Paths below an organisation, without what is before. */
type Below<Path> = Path extends `${Organisation}/${infer Rest}` ? Rest : never

/** The JSON that `GET /api/organisations/…/PATH` answers. */
export type Answer<Path extends Below<keyof paths>> = paths[`${Organisation}/${Path}`] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } }
}
  ? Body
  : never

/** Who asks, and what they may. */
export type Session = paths['/api/session']['get']['responses'][200]['content']['application/json']
/** How everything is doing. */
export type Health = Answer<'health'>
export type DeploymentHealth = Health['deployments'][number]
/** What would be done with a request. */
export type Explained =
  paths[`${Organisation}/explain`]['post']['responses'][200]['content']['application/json']
/** What became of one request. */
export type UsageRecord = Answer<'usage/{requestId}'>
export type Attempt = UsageRecord['routing']['attempts'][number]
/** One entry of the event log. */
export type LoggedEvent = Answer<'events'>['data'][number]
/** Requests that moved to another place. */
export type Move = Extract<LoggedEvent, { readonly kind: 'request-moved' }>
