import { describe, expect, it } from 'vitest'
import type { Deployment } from '#domain/deployment'
import type { Dialect } from '#domain/request'
import { exampleCall } from './example-call.ts'
import { prefillOf } from './prefill.ts'

const PLAIN = { style: 'plain', trailingSpace: 'keep' }
const CUT = { style: 'plain', trailingSpace: 'cut' }

interface Place {
  readonly model?: string
  readonly client?: Dialect
}

function prefill(kind: string, declared: Deployment['prefill'], place: Place = {}) {
  const { deployment } = exampleCall({ provider: { kind }, deployment: { prefill: declared } })
  const upstreamModel = (place.model ?? 'm') as Deployment['upstreamModel']
  return prefillOf({ ...deployment, upstreamModel }, place.client ?? 'openai-chat')
}

describe('how a deployment wants the beginning of an answer', () => {
  it.each([
    ['openai', null, null],
    ['openai-compatible', null, null],
    ['google', null, null],
    ['anthropic', null, CUT],
    ['unheard-of', null, null],
    ['anthropic', false, null],
    ['anthropic', true, CUT],
    ['openai-compatible', true, PLAIN],
    ['openai-compatible', 'prefix', { style: 'prefix', trailingSpace: 'keep' }],
    [
      'openai-compatible',
      'continue_final_message',
      { style: 'continue_final_message', trailingSpace: 'keep' },
    ],
  ] as const)('of kind %s that says %j is %j', (kind, declared, expected) => {
    expect(prefill(kind, declared)).toEqual(expected)
  })

  it.each([
    ['claude-3-5-haiku-20241022', CUT],
    ['claude-opus-4-20250514', CUT],
    ['claude-sonnet-4-5-20250929', CUT],
    ['claude-opus-4-6', null],
    ['claude-sonnet-4-6', null],
    ['claude-opus-4-10', null],
    ['claude-sonnet-5', null],
    ['claude-sonnet-5-20261001', null],
  ])('of %s is %j', (model, expected) => {
    expect(prefill('anthropic', null, { model })).toEqual(expected)
  })

  it('is what the file says also of a model that is known to refuse', () => {
    expect(prefill('anthropic', true, { model: 'claude-opus-4-6' })).toEqual(CUT)
  })

  it('is nothing that a translation would lose', () => {
    const client = 'anthropic-messages'
    expect(prefill('openai-compatible', 'plain', { client })).toEqual(PLAIN)
    expect(prefill('openai-compatible', 'prefix', { client })).toBeNull()
    expect(prefill('anthropic', null, { client: 'openai-chat' })).toEqual(CUT)
  })
})
