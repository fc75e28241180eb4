import { createServer as createHttpServer } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'

// Plain sockets, so that the first byte of a request is seen, not its headers when they are complete. Requests are known
// by the mark in their body. The clock is read before the error answer is written and when the next request's first
// byte is read: both system calls and all of Backstay lie between the two, and so does the time in which this process
// has something else to do.

const ANSWER_AFTER_MS = { least: 20, most: 60 }

const failedAt = new Map<string, bigint>()
let switchesMs: number[] = []

const FAILED = message('503 Service Unavailable', { error: { message: 'overloaded', type: 'server_error' } })
const ANSWERED = message('200 OK', {
  id: 'chatcmpl-switch',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'bench',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Here.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 75, completion_tokens: 1, total_tokens: 76 },
})

function message(status: string, body: object): string {
  const text = JSON.stringify(body)
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`
}

function fail(socket: Socket, mark: string): void {
  failedAt.set(mark, process.hrtime.bigint())
  socket.write(FAILED)
}

function work(socket: Socket, mark: string, firstByteAt: bigint): void {
  const before = failedAt.get(mark)
  if (before !== undefined) switchesMs.push(Number(firstByteAt - before) / 1e6)
  failedAt.delete(mark)
  socket.write(ANSWERED)
}

function serve(answer: (socket: Socket, mark: string, firstByteAt: bigint) => void): Server {
  return createServer((socket) => {
    let text = ''
    let firstByteAt = 0n
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      if (text === '') firstByteAt = process.hrtime.bigint()
      text += chunk.toString('latin1')
      if (!isWhole(text)) return
      const mark = /mark-\d+;/.exec(text)?.[0] ?? ''
      const arrived = firstByteAt
      text = ''
      const { least, most } = ANSWER_AFTER_MS
      setTimeout(() => answer(socket, mark, arrived), least + Math.random() * (most - least))
    })
  })
}

function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1]
  if (length === undefined) throw new Error('a request without content-length')
  return text.length >= head + 4 + Number(length)
}

const [failingPort, workingPort, reportPort] = process.argv.slice(2).map(Number)
serve(fail).listen(failingPort, '127.0.0.1')
serve(work).listen(workingPort, '127.0.0.1')
createHttpServer((_request, response) => {
  response.end(JSON.stringify(switchesMs))
  switchesMs = []
}).listen(reportPort, '127.0.0.1', () => console.log('ready'))
