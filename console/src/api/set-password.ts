import type { paths } from './schema.gen.ts'
import { answered, api } from './client.ts'

/** As the admin API asks for it. */
export const MIN_PASSWORD_LENGTH = 10

type Body = paths['/api/session/password']['post']['requestBody']

/** Sets the password of whoever is signed in; their other sessions end. */
export function setPassword(body: NonNullable<Body>['content']['application/json']) {
  return answered(api.POST('/api/session/password', { body }))
}
