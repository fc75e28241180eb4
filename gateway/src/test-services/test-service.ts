import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of what looks for services and starts them. */
    services: string
  }
}

export type ServiceName = 'postgres' | 'redis'

/** A service as it was found. `program`: with which a test may start one of its own; `null`: it may not. */
export type TestService =
  | { readonly kind: 'server'; readonly url: string; readonly program: string | null }
  | { readonly kind: 'program'; readonly program: string }
  | { readonly kind: 'missing'; readonly reason: string }

/** `null` where there is none: what needs it is skipped. With `CI=true` that is a failure. */
export async function testService(
  name: ServiceName,
): Promise<Exclude<TestService, { readonly kind: 'missing' }> | null> {
  const answer = await fetch(`${inject('services')}/${name}`)
  const service = (await answer.json()) as TestService
  if (service.kind !== 'missing') return service
  if (process.env['CI'] === 'true') throw new Error(`Tests need ${name}: ${service.reason}.`)
  return null
}
