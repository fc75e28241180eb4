import { createServer, type ServerResponse } from 'node:http'

// A provider that streams: the first token at once, the others one by one. The first token carries the server's own
// reading of the clock, so that the time spent in here can be taken off exactly.

interface Pace {
  readonly events: number
  readonly pauseMs: number
}

const STEADY: Pace = { events: 200, pauseMs: 3 }
const PACED: Pace = { events: 20, pauseMs: 10 }
const HELD: Pace = { events: Infinity, pauseMs: 1000 }

let eventsSent = 0

function chunk(content: string, finish: string | null = null): string {
  eventsSent++
  return `data: ${JSON.stringify({
    id: 'chatcmpl-paced',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: 'bench',
    choices: [{ index: 0, delta: { content }, finish_reason: finish }],
  })}\n\n`
}

function stream(response: ServerResponse, pace: Pace, arrived: bigint): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write(chunk(`inside=${process.hrtime.bigint() - arrived};`))
  let sent = 1
  const timer = setInterval(() => {
    sent++
    if (sent < pace.events) response.write(chunk(` word${sent}`))
    else {
      clearInterval(timer)
      response.end(`${chunk('', 'stop')}data: [DONE]\n\n`)
    }
  }, pace.pauseMs)
  response.on('close', () => clearInterval(timer))
}

function paceOf(path: string): Pace {
  if (path.startsWith('/steady/')) return STEADY
  return path.startsWith('/held/') ? HELD : PACED
}

const server = createServer((request, response) => {
  const arrived = process.hrtime.bigint()
  const path = request.url ?? ''
  request.resume()
  request.on('end', () => {
    if (path === '/sent') response.end(String(eventsSent))
    else stream(response, paceOf(path), arrived)
  })
})
server.keepAliveTimeout = 600_000
server.listen(Number(process.argv[2]), '127.0.0.1', () => console.log('ready'))
