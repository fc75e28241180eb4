import { createHmac } from 'node:crypto'
import { lookup } from 'node:dns'
import { Agent, request, type Dispatcher } from 'undici'
import type { Clock } from '#domain/clock'
import type { Posted, WebhookCheck, WebhookMessage } from '#domain/quality'
import { isLinkLocal, LinkLocalAddress, lookupElsewhere } from '#link-local'

/** A verdict is a few words. */
const MAX_ANSWER_BYTES = 64 * 1024
const CONNECTIONS = 64
const MS_PER_S = 1_000
const NOTIFY_TIMEOUT_MS = 10_000

/** Posts answers to the programs that check them. */
export class Webhooks {
  readonly #clock: Clock
  readonly #anywhere = new Agent({ connections: CONNECTIONS })
  readonly #elsewhere: Agent

  constructor(clock: Clock, resolve: Parameters<typeof lookupElsewhere>[0] = lookup) {
    this.#clock = clock
    this.#elsewhere = new Agent({ connections: CONNECTIONS, connect: { lookup: lookupElsewhere(resolve) } })
  }

  /** Never rejects; what is told of a failure names no URL. Redirects are not followed. */
  readonly post = async (webhook: WebhookCheck, message: WebhookMessage): Promise<Posted> => {
    const url = new URL(webhook.url)
    if (!webhook.allowLinkLocal && isLinkLocal(url.hostname)) return failed(REFUSED)
    const body = JSON.stringify(message)
    try {
      const answer = await request(url, {
        method: 'POST',
        headers: this.#headers(webhook, { id: message.id, body }),
        body,
        dispatcher: webhook.allowLinkLocal ? this.#anywhere : this.#elsewhere,
        signal: AbortSignal.timeout(webhook.timeoutMs),
      })
      return await read(answer)
    } catch (error) {
      return failed(whyNot(error, webhook.timeoutMs))
    }
  }

  /** Posts a message whose answer does not matter; what went wrong, or `null`. Never to a link-local address. */
  readonly notify = async (
    { url, secret }: { readonly url: string; readonly secret: string },
    message: { readonly id: string; readonly body: string },
  ): Promise<string | null> => {
    const target = new URL(url)
    if (isLinkLocal(target.hostname)) return NEVER_THERE
    try {
      const { statusCode, body } = await request(target, {
        method: 'POST',
        headers: this.#headers({ secret }, message),
        body: message.body,
        dispatcher: this.#elsewhere,
        signal: AbortSignal.timeout(NOTIFY_TIMEOUT_MS),
      })
      await body.dump()
      return statusCode >= 200 && statusCode <= 299 ? null : `the webhook answered HTTP ${statusCode}`
    } catch (error) {
      return error instanceof LinkLocalAddress ? NEVER_THERE : whyNot(error, NOTIFY_TIMEOUT_MS)
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#anywhere.destroy(), this.#elsewhere.destroy()])
  }

  /** Signed as the Standard Webhooks specification has it, so that its libraries can verify it. */
  #headers(
    { secret }: Pick<WebhookCheck, 'secret'>,
    { id, body }: { id: string; body: string },
  ): Record<string, string> {
    const headers = { 'content-type': 'application/json', 'accept': 'application/json', 'webhook-id': id }
    const timestamp = String(Math.floor(this.#clock.wallMs() / MS_PER_S))
    if (secret === null) return { ...headers, 'webhook-timestamp': timestamp }
    const signed = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')
    return { ...headers, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signed}` }
  }
}

/** Secrets of the specification are base64 behind a prefix; any other is taken as it is. */
function keyOf(secret: string): Buffer {
  return secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)
}

async function read({ statusCode, body }: Dispatcher.ResponseData): Promise<Posted> {
  if (statusCode < 200 || statusCode > 299) {
    await body.dump()
    return failed(`the webhook answered HTTP ${statusCode}`)
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_ANSWER_BYTES) return failed(`the webhook answered more than ${MAX_ANSWER_BYTES} bytes`)
    chunks.push(chunk)
  }
  try {
    return { kind: 'answered', body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown }
  } catch {
    return failed('the webhook did not answer with JSON')
  }
}

const NEVER_THERE = 'the webhook has a link-local address'
const REFUSED = 'the webhook has a link-local address, which `allow_link_local` would allow'

function whyNot(error: unknown, timeoutMs: number): string {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return `the webhook did not answer within ${timeoutMs} ms`
  }
  if (error instanceof LinkLocalAddress) return REFUSED
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code'
  return `the webhook cannot be reached (${code})`
}

function failed(detail: string): Posted {
  return { kind: 'failed', detail }
}
