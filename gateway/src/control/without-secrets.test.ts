import { describe, expect, it } from 'vitest'
import { withoutSecrets } from './without-secrets.ts'

describe('what is written to the audit log', () => {
  it('has no text that goes by the name of a secret, however deep', () => {
    const body = {
      name: 'eu',
      api_key: 'sk-1',
      apiKey: 'sk-2',
      headers: [{ Authorization: 'Bearer sk-3', accept: '*/*' }],
      key: 'sk-4',
      tokens_per_minute: 5,
    }
    expect(withoutSecrets(body)).toEqual({
      name: 'eu',
      api_key: '***',
      apiKey: '***',
      headers: [{ Authorization: '***', accept: '*/*' }],
      key: '***',
      tokens_per_minute: 5,
    })
  })

  it('keeps everything else as it is', () => {
    for (const value of [null, 1, 'token', [], { key: { id: 'k' } }, { key: null }, { keys: 'all' }]) {
      expect(withoutSecrets(value)).toEqual(value)
    }
  })
})
