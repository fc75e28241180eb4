import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { atMost, inform } from '../../experiment.ts'
import { balance } from '../balance.ts'
import type { ProcessExperiment } from '../experiment.ts'
import { count, startLoad } from '../load.ts'
import { KEY, startWorld } from '../world.ts'

const HEAD = `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${KEY}\r\ncontent-type: application/json\r\n`
const BODY = JSON.stringify({ model: 'chat', stream: true, messages: [{ role: 'user', content: 'x' }] })
/** How each of the malicious ones begins. */
const BEGINNINGS = [
  'POST /v1/chat/completions HTTP/1.1\r\n',
  `${HEAD}content-length: 1000000\r\n\r\n{`,
  `${HEAD}content-length: ${BODY.length}\r\n\r\n${BODY}`,
  '\u0016\u0003\u0001\u0002',
]
const EACH = 100
const LASTS_MS = 8_000

export const slowClients: ProcessExperiment = {
  name: 'slow and malicious clients',
  about:
    'Four hundred connections beside eight good clients: headers and bodies that come byte by byte, requests whose answers nobody reads, bytes that are no HTTP.',
  async run() {
    const world = await startWorld()
    const port = Number(new URL(world.url).port)
    const bad = BEGINNINGS.flatMap((text) => Array.from({ length: EACH }, () => slow(port, text)))
    const load = startLoad(world.url, 8)
    const dripping = setInterval(() => {
      for (const socket of bad) if (socket.writable) socket.write('a')
    }, 500)
    await pause(LASTS_MS)
    clearInterval(dripping)
    const sent = await load.stop()
    for (const socket of bad) socket.destroy()
    await world.gateway.stop()
    const records = await world.records()
    await world.close()
    return [
      inform('answered', String(count(sent, 'whole'))),
      atMost('failures of good clients', sent.length - count(sent, 'whole'), { most: 0, unit: '' }),
      ...balance(sent, records),
    ]
  },
}

function slow(port: number, text: string): Socket {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.on('connect', () => socket.write(text, 'latin1'))
  // Nothing is read of what comes.
  socket.pause()
  return socket
}
