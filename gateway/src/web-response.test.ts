import { expect, it } from 'vitest'
import { ClientSink } from '#accept/client-sink'
import { openaiChat } from '#wire/openai-chat/codec'
import { VirtualClock } from '#simulator/virtual-clock'
import { WebResponse } from './web-response.ts'

const sinkOf = (response: WebResponse): ClientSink =>
  new ClientSink({
    response,
    requestId: 'request',
    clock: new VirtualClock(),
    streamed: true,
    codec: openaiChat,
  })

it('a client that left before anybody listened is known to have left', async () => {
  const response = new WebResponse()
  response.abort(new Error('gone'))
  await expect(response.response).rejects.toThrow('gone')
  let told = 0
  sinkOf(response).onHangup(() => told++)
  expect(told).toBe(1)
})

it('one that got its whole answer has not', async () => {
  const response = new WebResponse()
  let told = 0
  sinkOf(response).onHangup(() => told++)
  response.writeHead(200, ['content-type', 'text/plain']).end('all of it')
  expect(await (await response.response).text()).toBe('all of it')
  sinkOf(response).onHangup(() => told++)
  expect(told).toBe(0)
})
