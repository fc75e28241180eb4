import process from 'node:process'
import { createFetch } from '@backstay/gateway/engine'
import OpenAI from 'openai'

const records = []
const backstay = createFetch(
  {
    providers: {
      first: { kind: 'openai', base_url: process.env.FIRST, api_key: '${PROVIDER_KEY}' },
      second: { kind: 'openai', base_url: process.env.SECOND, api_key: '${PROVIDER_KEY}' },
    },
    models: [
      {
        name: 'chat',
        deployments: [
          { provider: 'first', model: 'a', priority: 1 },
          { provider: 'second', model: 'b', priority: 2, prefill: 'plain' },
        ],
      },
    ],
  },
  { onRecord: (record) => records.push(record) },
)
const client = new OpenAI({ baseURL: 'http://backstay/v1', apiKey: 'any', maxRetries: 0, fetch: backstay })
const messages = [{ role: 'user', content: 'Count to six.' }]

const { data, response } = await client.chat.completions.create({ model: 'chat', messages }).withResponse()
const whole = {
  text: data.choices[0].message.content,
  fallbacks: response.headers.get('x-backstay-fallbacks'),
}

const streamed = { text: '', ids: new Set(), finish: '' }
for await (const { id, choices } of await client.chat.completions.create({
  model: 'chat',
  messages,
  stream: true,
})) {
  streamed.ids.add(id)
  streamed.text += choices[0]?.delta.content ?? ''
  streamed.finish = choices[0]?.finish_reason ?? streamed.finish
}

console.log(
  JSON.stringify({
    whole,
    streamed: { ...streamed, ids: streamed.ids.size },
    records: records.map(({ status, routing }) => ({
      status,
      outcomes: routing.attempts.map(({ outcome }) => outcome),
    })),
  }),
)
await backstay.close()
