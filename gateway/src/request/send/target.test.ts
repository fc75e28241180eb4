import { describe, expect, it } from 'vitest'
import { outgoingFor } from './send.ts'
import { exampleCall, type ExampleCall } from './example-call.ts'
import { targetOf, type Target } from './target.ts'

function target(example: ExampleCall): Target {
  const found = targetOf(exampleCall(example).deployment, 'openai-chat')
  if (found.kind === null) throw new Error(found.reason)
  return found
}

function body(example: ExampleCall, asksUsage = false): unknown {
  const call = exampleCall(example)
  return JSON.parse(new TextDecoder().decode(outgoingFor(call, target(example), asksUsage).body))
}

describe('where a deployment is called', () => {
  it.each([
    ['openai', null, 'https://api.openai.com/v1/chat/completions'],
    ['openai', 'https://eu.api.openai.com/v1/', 'https://eu.api.openai.com/v1/chat/completions'],
    ['anthropic', null, 'https://api.anthropic.com/v1/messages'],
    ['anthropic', 'https://proxy.example/anthropic', 'https://proxy.example/anthropic/v1/messages'],
    ['anthropic', 'https://api.anthropic.com/v1', 'https://api.anthropic.com/v1/messages'],
    [
      'google',
      null,
      'https://generativelanguage.googleapis.com/v1beta/models/gpt-4o-2024-08-06:generateContent',
    ],
    [
      'google',
      'https://g.example/v1beta/',
      'https://g.example/v1beta/models/gpt-4o-2024-08-06:generateContent',
    ],
    ['cohere', null, 'https://api.cohere.com/compatibility/v1/chat/completions'],
    ['openai-compatible', 'http://127.0.0.1:8000', 'http://127.0.0.1:8000/chat/completions'],
    ['openai-compatible', 'http://h/v1?tenant=a', 'http://h/v1/chat/completions?tenant=a'],
  ])('%s at %s is %s', (kind, baseUrl, expected) => {
    const { origin, path } = target({ provider: { kind, baseUrl } })
    expect(origin + path).toBe(expected)
  })

  it('is only where it says to be spoken to, and in dialects it says it speaks', () => {
    const at = (dialect: Parameters<typeof targetOf>[1], endpoints?: readonly string[]): string | null => {
      const provider = { kind: 'openai-compatible', ...(endpoints === undefined ? {} : { endpoints }) }
      const found = targetOf(exampleCall({ provider }).deployment, dialect)
      return found.kind === null ? null : found.path
    }
    expect(at('openai-responses')).toBe('/v1/chat/completions')
    expect(at('openai-responses', ['responses'])).toBe('/v1/responses')
    expect(at('openai-chat', ['responses'])).toBe('/v1/responses')
    expect(at('anthropic-messages', ['chat_completions', 'messages'])).toBe('/v1/messages')
    expect(at('openai-embeddings', ['chat_completions'])).toBeNull()
  })

  it('is the deployment before the provider', () => {
    expect(target({ deployment: { baseUrl: 'http://own.example/v1' } }).origin).toBe('http://own.example')
  })

  it('is worked out once', () => {
    const { deployment } = exampleCall()
    expect(targetOf(deployment, 'openai-chat')).toBe(targetOf(deployment, 'openai-chat'))
  })

  it.each([
    [{ apiKey: 'own' }, { apiKey: 'shared' }, 'Bearer own'],
    [{ apiKey: null }, { apiKey: 'shared' }, 'Bearer shared'],
    [{ apiKey: null }, {}, undefined],
  ])('with keys %j and %j sends %s', (deployment, provider, expected) => {
    const { headers } = target({ deployment, provider })
    const at = headers.indexOf('authorization')
    expect(at === -1 ? undefined : headers[at + 1]).toBe(expected)
  })
})

describe('the body that goes out', () => {
  it('is the same bytes when nothing has to change', () => {
    const example = { request: { model: 'gpt-4o-2024-08-06', messages: [] } }
    const call = exampleCall(example)
    expect(outgoingFor(call, target(example), false).body).toBe(call.accepted.body.bytes)
  })

  it('has defaults only where the request is silent, and overrides in any case', () => {
    const deployment = { params: { a: 1, b: 2, model: 'x' }, extraBody: { c: 3, provider: { order: ['x'] } } }
    const request = { model: 'm', a: null, c: 9, provider: { fallback: true } }
    expect(body({ deployment, request, body: { controlMembers: ['provider'] } })).toEqual({
      model: 'gpt-4o-2024-08-06',
      a: null,
      b: 2,
      c: 3,
      provider: { order: ['x'] },
    })
  })

  it('asks for usage beside the other stream options', () => {
    const request = { model: 'm', stream_options: { include_obfuscation: false } }
    expect(body({ request }, true)).toMatchObject({
      stream_options: { include_obfuscation: false, include_usage: true },
    })
    const deployment = { params: { stream_options: { include_obfuscation: false } } }
    expect(body({ deployment }, true)).toMatchObject({
      stream_options: { include_obfuscation: false, include_usage: true },
    })
  })

  it('does not ask for usage where stream options are set by the operator', () => {
    expect(target({ deployment: { extraBody: { stream_options: null } } }).editsWithUsage).toBeNull()
  })
})
