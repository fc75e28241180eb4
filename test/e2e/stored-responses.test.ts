import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

/** A provider that knows the responses it has made, and no others. */
interface Account {
  readonly server: Server
  readonly url: string
}

async function account(name: string): Promise<Account> {
  const made = new Set<string>()
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      const { previous_response_id: previous, stream } = JSON.parse(text) as {
        previous_response_id?: string
        stream?: boolean
      }
      if (previous !== undefined && !made.has(previous)) {
        const error = {
          message: `Previous response with id '${previous}' not found.`,
          type: 'invalid_request_error',
        }
        response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error }))
        return
      }
      const id = `resp_${name}_${made.size}`
      made.add(id)
      const content = [{ type: 'output_text', text: name, annotations: [] }]
      const item = { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content }
      const usage = { input_tokens: 3, output_tokens: 2, total_tokens: 5 }
      const whole = {
        id,
        object: 'response',
        created_at: 1,
        model: 'm',
        status: 'completed',
        output: [item],
        usage,
      }
      if (stream !== true) {
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(whole))
        return
      }
      const begun = { ...whole, status: 'in_progress', output: [], usage: null }
      const place = { output_index: 0, content_index: 0, item_id: 'msg_1' }
      const events = [
        { type: 'response.created', response: begun },
        {
          type: 'response.output_item.added',
          output_index: 0,
          item: { ...item, status: 'in_progress', content: [] },
        },
        { type: 'response.content_part.added', ...place, part: { ...content[0], text: '' } },
        { type: 'response.output_text.delta', ...place, delta: name },
        { type: 'response.output_item.done', output_index: 0, item },
        { type: 'response.completed', response: whole },
      ]
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(
        events
          .map(
            (event, n) =>
              `event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: n })}\n\n`,
          )
          .join(''),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` }
}

const NAMES = ['one', 'two', 'three']
let accounts: readonly Account[]
let backstay: Backstay
beforeAll(async () => {
  accounts = await Promise.all(NAMES.map(account))
  const places = accounts.map(({ url }, at) => [
    NAMES[at] ?? '',
    { kind: 'openai', base_url: url, api_key: 'k' },
  ])
  backstay = await startBackstay({
    providers: Object.fromEntries(places) as object,
    models: [
      {
        name: 'even',
        routing: { affinity: 'none' },
        deployments: NAMES.map((provider) => ({ provider, model: 'm' })),
      },
    ],
    keys: [{ name: 'e2e', key: '${KEY}' }],
  })
})
afterAll(async () => {
  await backstay.close()
  for (const { server } of accounts) {
    server.closeAllConnections()
    server.close()
  }
})

it.each([false, true])('goes on from a stored response where it is stored, streamed %s', async (stream) => {
  const create = async (previous?: string): Promise<{ id: string; text: string }> => {
    const body = {
      model: 'even',
      input: 'Hi',
      ...(previous !== undefined && { previous_response_id: previous }),
    }
    if (!stream) {
      const { id, output_text: text } = await backstay.client.responses.create(body)
      return { id, text }
    }
    const { id, output_text: text } = await backstay.client.responses.stream(body).finalResponse()
    return { id, text }
  }
  // Without a memory of them each would go to the next of three.
  for (const turn of [1, 2]) {
    const first = await create()
    const second = await create(first.id)
    const third = await create(second.id)
    const again = await create(first.id)
    expect([turn, second.text, third.text, again.text]).toEqual([turn, first.text, first.text, first.text])
  }
})
