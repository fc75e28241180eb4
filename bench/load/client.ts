import { Agent, type IncomingMessage, request } from 'node:http'
import type { ClientOrder, ClientReport } from './open-loop.ts'

// The load generator of the latency measurements: requests leave by the clock, however long the answers take.
// A latency counts from the moment of sending, so that a late timer in here is not charged to the target.

const WARM_UP = 50

const order = JSON.parse(process.argv[2] ?? '') as ClientOrder
const agent = new Agent({ keepAlive: true, maxSockets: 1000, maxFreeSockets: 1000 })
const body = Buffer.from(order.body)
const total = WARM_UP + order.perSecond * order.seconds
const latenciesMs: number[] = []
const errors: string[] = []
let finished = 0

function send(isMeasured: boolean): void {
  const sent = process.hrtime.bigint()
  const fail = (problem: string): void => {
    errors.push(problem)
    finish()
  }
  const succeed = (nanoseconds: bigint): void => {
    if (isMeasured) latenciesMs.push(Number(nanoseconds) / 1e6)
    finish()
  }
  const call = request(
    {
      agent,
      host: '127.0.0.1',
      port: order.port,
      path: order.path,
      method: 'POST',
      headers: { ...order.headers, 'content-length': body.length },
    },
    (answer) => {
      if (answer.statusCode !== 200) fail(`status ${answer.statusCode}`)
      else if (order.measure === 'answer') untilEnd(answer, () => succeed(process.hrtime.bigint() - sent))
      else untilFirstToken(answer, (inside) => succeed(process.hrtime.bigint() - sent - inside))
      answer.resume()
    },
  )
  call.on('error', (error) => fail(error.message))
  call.end(body)
}

function untilEnd(answer: IncomingMessage, done: () => void): void {
  answer.on('end', done)
}

function untilFirstToken(answer: IncomingMessage, done: (inside: bigint) => void): void {
  let text = ''
  const look = (chunk: Buffer): void => {
    text += chunk.toString()
    const inside = /inside=(\d+);/.exec(text)?.[1]
    if (inside === undefined) return
    answer.off('data', look)
    done(BigInt(inside))
  }
  answer.on('data', look)
}

function finish(): void {
  finished++
  if (finished < total) return
  const report: ClientReport = { latenciesMs, errors }
  process.stdout.write(JSON.stringify(report), () => process.exit(0))
}

let sentCount = 0
const startedAt = performance.now()

function sendDue(): void {
  const due = Math.min(total, ((performance.now() - startedAt) * order.perSecond) / 1000)
  for (; sentCount < due; sentCount++) send(sentCount >= WARM_UP)
  if (sentCount < total) setTimeout(sendDue, 1)
}

sendDue()
// Whatever was not answered by then never will be.
setTimeout(
  () => {
    process.stderr.write(`${total - finished} of ${total} requests were not answered\n`)
    process.exit(1)
  },
  order.seconds * 1000 + 15_000,
).unref()
