import { cacheInvalidationSchema } from '@backstay/contract/admin'
import { GatewayError } from '#domain/errors'
import { invalidInput } from '../answer-error.ts'
import { bearerToken, isSameSecret } from '../authenticate.ts'
import { limitBody } from '../limit-body.ts'
import type { UseCase } from '../use-case.ts'

const PATH = '/v1/internal/cache/invalidate'
const MAX_BODY_BYTES = 4_096

/**
 * Another program has written to the store: what is stored is read again, and in force with the answer. For programs
 * beside the gateway, with a secret of their own; so it is not part of the described API.
 */
export const invalidateCache: UseCase = (app, ports) => {
  app.post(PATH, limitBody(MAX_BODY_BYTES), async (c) => {
    const secret = ports.invalidationSecret
    if (secret === null) {
      const message = `There is no endpoint POST ${PATH}: no CACHE_INVALIDATION_SECRET is set.`
      throw new GatewayError('admin_route_not_found', { message })
    }
    const presented = bearerToken({ authorization: c.req.header('authorization') })
    if (presented === null || !isSameSecret(presented, secret)) throw new GatewayError('not_signed_in')
    const sent: unknown = await c.req.json().catch((cause: unknown) => {
      throw new GatewayError('invalid_json', { cause })
    })
    const read = cacheInvalidationSchema.safeParse(sent)
    if (!read.success) throw invalidInput('json', read.error)
    await ports.refresh()
    return c.json({ invalidated: true }, 200)
  })
}
