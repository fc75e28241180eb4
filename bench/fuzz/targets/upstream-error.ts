import assert from 'node:assert/strict'
import fc from 'fast-check'
import { FAILURE_CLASSES } from '#domain/failure'
import { classifyResponse } from '#send/classify'
import { exampleDeployment } from '#send/example-call'
import { PROVIDER_KINDS } from '#send/providers/index'
import type { Spoil } from '../spoil.ts'
import { spoil, spoils } from '../spoil.ts'
import { target } from '../target.ts'
import { jsonValue } from '../words.ts'

interface Input {
  readonly kind: number
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly error: unknown
  readonly text: string
  readonly spoils: readonly Spoil[]
}

const SECRET = 'test-key-5f0c9a7712'
const NAMES = [
  'retry-after',
  'retry-after-ms',
  'x-ratelimit-remaining-requests',
  'x-ratelimit-reset-requests',
  'x-ratelimit-remaining-tokens',
  'x-ratelimit-reset-tokens',
  'anthropic-ratelimit-tokens-reset',
  'x-should-retry',
]
const VALUES = [
  '0',
  '-1',
  '1e999',
  '30',
  '6m0s',
  '12ms',
  '34.4s',
  '2026-11-20T00:00:00Z',
  'Fri, 20 Nov 2026 00:00:00 GMT',
  '9'.repeat(40),
  'x',
  '',
]

/** An error answer of any kind of provider, whatever it says. */
export const upstreamError = target<Input>({
  name: 'errors of providers',
  share: 12,
  inputs: fc.record({
    kind: fc.nat(PROVIDER_KINDS.length - 1),
    status: fc.integer({ min: 300, max: 999 }),
    headers: fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom(...VALUES), { maxKeys: 4 }),
    error: jsonValue,
    text: fc.constantFrom(`key ${SECRET} is wrong`, 'quota', '429', 'context length', ''),
    spoils: fc.oneof(fc.constant([]), spoils),
  }),
  check: ({ kind: index, status, headers, error, text, spoils: changes }) => {
    const kind = PROVIDER_KINDS[index % PROVIDER_KINDS.length]
    assert.ok(kind !== undefined)
    const members = {
      error: { message: text, type: error, code: error, details: [error] },
      message: text,
      detail: error,
    }
    const body = spoil(Buffer.from(JSON.stringify(members)), changes)
    const context = { kind, deployment: exampleDeployment(), wallMs: 1_700_000_000_000 }
    const failure = classifyResponse(context, { status, headers, body })
    assert.ok(FAILURE_CLASSES.includes(failure.class), `class ${failure.class}`)
    const told = JSON.stringify(failure)
    assert.ok(told.length < 20_000, 'it quotes without end')
    assert.ok(!told.includes(SECRET), 'it shows the key')
    const { retryAfterMs: wait = null } = failure
    assert.ok(wait === null || (wait >= 0 && Number.isFinite(wait)), `a wait of ${String(wait)}`)
  },
})
