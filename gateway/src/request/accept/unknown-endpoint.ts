import { GatewayError } from '#domain/errors'
import type { Exchange } from './exchange.ts'
import type { Route } from './route-table.ts'

/** Endpoints of the OpenAI API that are out of this gateway's scope, told apart from typing mistakes. */
const UNSUPPORTED =
  /^\/v1\/(?:files|batches|uploads|realtime|fine_tuning|assistants|threads|vector_stores|containers)(?:\/|$)/u

/** Answers a request for which there is no route; `known` takes its path by another method. */
export function refuseUnknown(
  exchange: Exchange,
  known: Route | null,
  { method, path }: { readonly method: string; readonly path: string },
): void {
  if (known !== null) {
    const message = `${path} takes ${known.method}, not ${method}.`
    exchange.refuse(new GatewayError('method_not_allowed', { message }), [['allow', known.method]])
  } else if (UNSUPPORTED.test(path)) {
    throw new GatewayError('endpoint_not_supported')
  } else {
    throw new GatewayError('not_found', { message: `There is no endpoint ${method} ${path.slice(0, 100)}.` })
  }
}
