import { createServer, type ServerResponse } from 'node:http'

// A provider that streams: the first token at once, the others one by one. The first token carries the server's own
// clock readings, so that the time spent in here can be taken off exactly.

const EVENTS = 20
const PAUSE_MS = 10

function chunk(content: string, finish: string | null = null): string {
  return `data: ${JSON.stringify({
    id: 'chatcmpl-paced',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: 'bench',
    choices: [{ index: 0, delta: { content }, finish_reason: finish }],
  })}\n\n`
}

function stream(response: ServerResponse, arrived: bigint): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write(chunk(`inside=${process.hrtime.bigint() - arrived};`))
  let sent = 1
  const timer = setInterval(() => {
    sent++
    if (sent < EVENTS) response.write(chunk(` word${sent}`))
    else {
      clearInterval(timer)
      response.end(`${chunk('', 'stop')}data: [DONE]\n\n`)
    }
  }, PAUSE_MS)
  response.on('close', () => clearInterval(timer))
}

const server = createServer((request, response) => {
  const arrived = process.hrtime.bigint()
  request.resume()
  request.on('end', () => stream(response, arrived))
})
server.keepAliveTimeout = 600_000
server.listen(Number(process.argv[2]), '127.0.0.1', () => console.log('ready'))
