import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CLIENT_CODECS } from '#wire/codecs'
import type { BreakingUpstream } from './breaking-upstream.ts'
import { BREAKS, breakingPrompt, breakingUpstream, KEPT_ALIVE, WHOLE } from './breaking-upstream.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'
import type { Asked } from './stream-clients.ts'
import { STREAM_CLIENTS, streamedBy } from './stream-clients.ts'

let upstream: BreakingUpstream
let backstay: Backstay

beforeAll(async () => {
  upstream = await breakingUpstream()
  const at = (name: string, more: object): object => ({
    [name]: { base_url: upstream.url, api_key: 'k', ...more },
  })
  backstay = await startBackstay(
    {
      fallback: { mid_stream: 'error' },
      // Everything here fails on purpose.
      breaker: { failures: 1_000_000, error_rate: 1 },
      cooldown: { min_ms: 1, max_ms: 1, default_ms: 1 },
      providers: {
        ...at('openai-chat', { kind: 'openai-compatible' }),
        ...at('openai-responses', { kind: 'openai-compatible', endpoints: ['responses'] }),
        ...at('anthropic-messages', { kind: 'anthropic' }),
        ...at('gemini', { kind: 'google' }),
      },
      models: CLIENT_CODECS.map(({ id }) => ({
        name: `at-${id}`,
        deployments: [{ provider: id, model: 'm' }],
      })),
      keys: [{ name: 'e2e', key: '${KEY}', models: ['*'] }],
    },
    0,
  )
})

afterAll(async () => {
  await backstay.close()
  upstream.close()
})

const PAIRS = Object.keys(STREAM_CLIENTS).flatMap((client) =>
  CLIENT_CODECS.map(({ id }) => [client, id] as const),
)

describe.each(PAIRS)('%s, answered by %s', (client, provider) => {
  const asked = (prompt: string): Asked => ({ url: backstay.url, model: `at-${provider}`, prompt })

  it('gets a whole answer whole, and is told the same of it as without the gateway', async () => {
    const natively = await streamedBy(client, { ...asked('Hi'), url: upstream.url })
    expect(natively).toMatchObject({ text: WHOLE, failed: false })
    expect(await streamedBy(client, asked('Hi'))).toEqual(natively)
  })

  it.each(BREAKS)('takes none for whole that broke %s: %s', async (point, end) => {
    const { text, failed } = await streamedBy(client, asked(breakingPrompt(point, end)))
    expect({ failed, text: WHOLE.startsWith(text) }).toEqual({ failed: true, text: true })
  })
})

it.each(Object.keys(STREAM_CLIENTS))('%s takes what keeps a connection alive for nothing', async (client) => {
  const { text, failed } = await streamedBy(client, { url: upstream.url, model: 'm', prompt: KEPT_ALIVE })
  expect({ text, failed }).toEqual({ text: WHOLE, failed: false })
})
