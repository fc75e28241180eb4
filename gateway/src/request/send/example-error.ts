import type { Failure } from '#domain/failure'
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
