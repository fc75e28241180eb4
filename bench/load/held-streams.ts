import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import type { Target } from '../target.ts'
import { chatBody } from './chat-body.ts'

const BYTES = 10_000
const AT_ONCE = 50
const LIMIT_MS = 30_000

/** Opens so many streams and waits until each has sent something; they stay open, and are read, until they are closed. */
export async function holdStreams(target: Target, count: number): Promise<{ close: () => void }> {
  const agent = new Agent({ maxSockets: Infinity })
  const signal = AbortSignal.timeout(LIMIT_MS)
  const body = chatBody(target, 'held', BYTES)
  const open = async (): Promise<void> => {
    const call = request({
      agent,
      host: '127.0.0.1',
      port: target.port,
      path: target.path('held'),
      method: 'POST',
      headers: { 'content-type': 'application/json', ...target.headers('held') },
    })
    call.end(body)
    const [answer] = (await once(call, 'response', { signal })) as [IncomingMessage]
    if (answer.statusCode !== 200) throw new Error(`${target.name}: a stream has status ${answer.statusCode}`)
    // Closing them all is the end of it, and an error to none.
    answer.on('error', () => undefined)
    call.on('error', () => undefined)
    answer.resume()
    await once(answer, 'data', { signal })
  }
  const close = (): void => agent.destroy()
  try {
    for (let opened = 0; opened < count; opened += AT_ONCE) {
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - opened) }, open))
    }
  } catch (error) {
    close()
    throw error
  }
  return { close }
}
