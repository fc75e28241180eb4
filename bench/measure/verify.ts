import { chatBody } from '../load/chat-body.ts'
import type { Kind, Target } from '../target.ts'
import { STREAM_EVENTS } from '../upstream.ts'

/** Calls the target once and throws unless the whole answer came through: a fast error page is no result. */
export async function verify(target: Target, kind: Kind): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${target.port}${target.path(kind)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...target.headers(kind) },
    body: chatBody(target, kind, 300),
  })
  const text = await response.text()
  const complain = (problem: string): never => {
    throw new Error(`${target.name}, ${kind}: ${problem}; status ${response.status}: ${text.slice(0, 500)}`)
  }
  if (response.status !== 200) complain('it failed')
  if (kind === 'unary') {
    if (!text.includes('lazy dog')) complain('the answer is not the upstream’s')
    return
  }
  if (!text.includes('data: [DONE]')) complain('the stream has no end')
  const tokens = text.match(/"content":" word\d+"/g)?.length ?? 0
  if (kind !== 'paced' && tokens !== STREAM_EVENTS - 2) complain(`${tokens} tokens came through`)
}
