import { afterAll, beforeAll, expect, it } from 'vitest'
import { poll } from './poll.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const WINDOW = 2_000
let backstay: Backstay

beforeAll(async () => {
  backstay = await startBackstay({
    providers: { main: { kind: 'openai', base_url: '${SIM0}', api_key: 'k' } },
    models: [
      {
        name: 'small',
        context_window: WINDOW,
        deployments: [{ provider: 'main', model: 'small' }],
        fallbacks: ['large'],
      },
      { name: 'large', deployments: [{ provider: 'main', model: 'large' }] },
    ],
    keys: [{ name: 'e2e', key: '${KEY}' }],
  })
})
afterAll(() => backstay.close())

/** The model that answers in the end: a busy machine may not have the tokenizer ready in time, and then the estimate stands. */
async function served(content: string, by: string): Promise<string> {
  return poll(async () => {
    await backstay.client.chat.completions.create({ model: 'small', messages: [{ role: 'user', content }] })
    const model = backstay.simulators[0]?.requests.at(-1)?.model ?? ''
    return model === by ? model : undefined
  }, 30_000)
}

// Eight characters a token, so that the estimate is twice what there is.
const SHORT_FOR_ITS_LENGTH = 'because everything matters '
// One or two characters a token.
const LONG_FOR_ITS_LENGTH = '1 a ; % '

it('what fits by its tokens goes to the model whose window the estimate would have found too small', async () => {
  const content = SHORT_FOR_ITS_LENGTH.repeat(330)
  expect(content.length / 4).toBeGreaterThan(WINDOW)
  expect(await served(content, 'small')).toBe('small')
})

it('what does not fit by its tokens goes on, though the estimate would have found room for it', async () => {
  const content = LONG_FOR_ITS_LENGTH.repeat(950)
  expect(content.length / 4).toBeLessThan(WINDOW)
  expect(await served(content, 'large')).toBe('large')
})
