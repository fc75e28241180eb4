import { describe, expect, it } from 'vitest'
import type { ReceivedRequest } from './request-log.ts'
import type { Behavior } from './behavior.ts'
import { createScript } from './script.ts'

function request(model: string, apiKey: string | null = null): ReceivedRequest {
  return {
    n: 1,
    connection: 1,
    method: 'POST',
    path: '/v1/chat/completions',
    headers: {},
    bodyText: '',
    body: {},
    apiKey,
    model,
    streamed: false,
    at: 0,
    outcome: 'pending',
    endedAt: null,
    abortedAt: null,
  }
}

describe('createScript', () => {
  it('answers normally when nothing is said', () => {
    expect(createScript().behaviorFor(request('m'))).toEqual({})
  })

  it('takes one-shot behaviors first, in their order', () => {
    const script = createScript()
    script.always({ text: 'always' })
    script.forModel('m', { text: 'model' })
    script.next({ text: 'one' }, { text: 'two' })
    expect([1, 2, 3].map(() => script.behaviorFor(request('m')).text)).toEqual(['one', 'two', 'model'])
  })

  it('prefers a condition to the key, the key to the model, the model to the rest', () => {
    const script = createScript()
    script.always({ text: 'always' })
    script.forModel('m', { text: 'model' })
    script.forKey('k', { text: 'key' })
    script.when(({ model, apiKey }) => (model === 'm' && apiKey === 'c' ? { text: 'older' } : undefined))
    script.when(({ apiKey }) => (apiKey === 'c' ? { text: 'newer' } : undefined))
    const said = (model: string, key: string): Behavior['text'] =>
      script.behaviorFor(request(model, key)).text
    expect([said('x', 'y'), said('m', 'y'), said('m', 'k'), said('m', 'c')]).toEqual([
      'always',
      'model',
      'key',
      'newer',
    ])
  })

  it('lets several behaviors take turns', () => {
    const script = createScript()
    script.always({ text: 'a' }, { text: 'b' })
    script.forModel('m', { text: 'c' }, { text: 'd' })
    const turns = ['x', 'x', 'm', 'x', 'm', 'm'].map((model) => script.behaviorFor(request(model)).text)
    expect(turns).toEqual(['a', 'b', 'c', 'a', 'd', 'c'])
  })

  it('takes a model or key back to the rest of the script when given no behavior', () => {
    const script = createScript()
    script.forModel('m', { text: 'model' })
    script.forKey('k', { text: 'key' })
    script.forModel('m')
    script.forKey('k')
    expect(script.behaviorFor(request('m', 'k'))).toEqual({})
  })

  it('forgets everything on reset', () => {
    const script = createScript()
    script.always({ text: 'a' })
    script.next({ text: 'b' })
    script.forModel('m', { text: 'c' })
    script.forKey('k', { text: 'd' })
    script.when(() => ({ text: 'e' }))
    script.reset()
    expect(script.behaviorFor(request('m', 'k'))).toEqual({})
  })

  it('refuses behaviors that cannot be played, conditions included', () => {
    const script = createScript()
    expect(() => script.always({ status: 1 })).toThrow('behavior.status')
    script.when(() => ({ status: 2 }))
    expect(() => script.behaviorFor(request('m'))).toThrow('behavior.status')
  })
})
