import type { Failure, FailureClass } from '#domain/failure'
import type { HeaderView } from '#wire/header-view'
import { classifyResponse, type ClassifyContext } from './classify.ts'
import { exampleDeployment } from './example-call.ts'
import { providerKind } from './providers/index.ts'

const NOW = Date.UTC(2026, 0, 31, 12, 0, 0)

/** A deployment of this kind at a host of its own. */
export function context(kind: string, secret = 'test-key-5f0c9a7712'): ClassifyContext {
  const found = providerKind(kind)
  if (found === null) throw new Error(`no such kind: ${kind}`)
  const deployment = exampleDeployment({
    provider: { kind, baseUrl: 'https://llm.internal.example:8443/v1' },
    deployment: { apiKey: secret },
  })
  return { kind: found, deployment, wallMs: NOW }
}

/** The failure that an error answer becomes. */
export function classify(
  kind: string,
  answer: readonly [number, unknown],
  headers: HeaderView = {},
): Failure {
  const [status, body] = answer
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return classifyResponse(context(kind), { status, headers, body: Buffer.from(text) })
}

/** Class, status and wait in milliseconds. */
type JudgedError = readonly [name: FailureClass, status: number | undefined, waitMs: number | null]

/** What counts of an error answer: as it is, and with a header beside it that says to wait for 17 s. */
export function judged(
  kind: string,
  status: number,
  body: unknown,
): { readonly alone: JudgedError; readonly withHeader: JudgedError } {
  const essence = (failure: Failure): JudgedError => [
    failure.class,
    failure.status,
    failure.retryAfterMs ?? null,
  ]
  return {
    alone: essence(classify(kind, [status, body])),
    withHeader: essence(classify(kind, [status, body], { 'retry-after': '17' })),
  }
}
