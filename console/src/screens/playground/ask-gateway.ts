/** A request as a client sends it. */
export interface Question {
  readonly key: string
  readonly model: string
  readonly message: string
  readonly stream: boolean
}

/** What came back, as far as it has come. */
export interface Reply {
  readonly status: number
  readonly text: string
  /** What the gateway says of it in headers. */
  readonly requestId: string | null
  readonly deployment: string | null
  readonly attempts: number
  readonly fallbacks: number
  readonly reason: string | null
  readonly firstMs: number | null
  readonly totalMs: number
  readonly error: string | null
}

/** The body of a chat completion. */
export function bodyOf({ model, message, stream }: Question) {
  return { model, messages: [{ role: 'user', content: message }], ...(stream && { stream: true }) }
}

/** Sends it to the gateway, and tells what has come each time there is more. */
export async function askGateway(
  question: Question,
  signal: AbortSignal,
  tell: (reply: Reply) => void,
): Promise<Reply> {
  const start = performance.now()
  const response = await fetch('/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'authorization': `Bearer ${question.key}` },
    body: JSON.stringify(bodyOf(question)),
    credentials: 'omit',
    signal,
  })
  let reply: Reply = {
    ...told(response),
    text: '',
    firstMs: null,
    totalMs: performance.now() - start,
    error: null,
  }
  const streams = response.headers.get('content-type')?.startsWith('text/event-stream') === true
  if (!streams) {
    const body: unknown = await response.json().catch(() => null)
    return { ...reply, ...wholeOf(body), totalMs: performance.now() - start }
  }
  for await (const data of eventsOf(response)) {
    const { text, error } = chunkOf(data)
    const nowMs = performance.now() - start
    reply = {
      ...reply,
      text: reply.text + text,
      error: error ?? reply.error,
      firstMs: reply.firstMs ?? (text === '' ? null : nowMs),
      totalMs: nowMs,
    }
    tell(reply)
  }
  return { ...reply, totalMs: performance.now() - start }
}

function told({
  status,
  headers,
}: Response): Pick<Reply, 'status' | 'requestId' | 'deployment' | 'attempts' | 'fallbacks' | 'reason'> {
  return {
    status,
    requestId: headers.get('x-request-id'),
    deployment: headers.get('x-backstay-deployment'),
    attempts: Number(headers.get('x-backstay-attempts') ?? 0),
    fallbacks: Number(headers.get('x-backstay-fallbacks') ?? 0),
    reason: headers.get('x-backstay-fallback-reason'),
  }
}

interface Completion {
  readonly choices?: readonly { readonly message?: Part; readonly delta?: Part }[]
  readonly error?: { readonly message?: string }
}
type Part = { readonly content?: string | null }

function wholeOf(body: unknown): Pick<Reply, 'text' | 'error'> {
  const { choices, error } = (body ?? {}) as Completion
  return { text: choices?.[0]?.message?.content ?? '', error: error?.message ?? null }
}

function chunkOf(data: string): { readonly text: string; readonly error: string | null } {
  if (data === '[DONE]') return { text: '', error: null }
  const { choices, error } = JSON.parse(data) as Completion
  return { text: choices?.[0]?.delta?.content ?? '', error: error?.message ?? null }
}

/** The data of each server-sent event of an answer. */
async function* eventsOf(response: Response): AsyncGenerator<string> {
  if (response.body === null) return
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    rest += value ?? ''
    const lines = rest.split('\n')
    rest = done ? '' : (lines.pop() ?? '')
    for (const line of lines) if (line.startsWith('data:')) yield line.slice(5).trim()
    if (done) return
  }
}
