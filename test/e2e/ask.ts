import type OpenAI from 'openai'
import { APIError } from 'openai'

/** What a user sees of one request through the SDK. */
export interface Reply {
  /** Of the HTTP answer; `null` when the SDK failed without one. */
  readonly status: number | null
  readonly headers: Headers
  readonly text: string
  readonly refusal: string
  readonly model: string | null
  readonly finish: string | null
  readonly usage: OpenAI.CompletionUsage | null
  /** What the SDK threw, before or in the middle of an answer. */
  readonly error: APIError | null
}

export interface Question {
  readonly model: string
  readonly stream: boolean
  /** Body members beside model, messages and stream. */
  readonly body?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
}

const MESSAGES = [{ role: 'user', content: 'Hello' }] as const

/** One chat completion with the unmodified SDK, streamed through its raw iterator or whole. */
export async function ask(client: OpenAI, { model, stream, body, headers }: Question): Promise<Reply> {
  const reply = new Gathered()
  try {
    const params = { model, messages: [...MESSAGES], ...body }
    const options = headers === undefined ? {} : { headers }
    if (stream) {
      const asked = client.chat.completions.create({ ...params, stream: true }, options)
      const { data, response } = await asked.withResponse()
      reply.heard(response)
      for await (const chunk of data) reply.chunk(chunk)
    } else {
      const asked = client.chat.completions.create({ ...params, stream: false }, options)
      const { data, response } = await asked.withResponse()
      reply.heard(response)
      reply.whole(data)
    }
  } catch (error) {
    if (!(error instanceof APIError)) throw error
    reply.failed(error)
  }
  return reply
}

class Gathered implements Reply {
  status: number | null = null
  headers = new Headers()
  text = ''
  refusal = ''
  model: string | null = null
  finish: string | null = null
  usage: OpenAI.CompletionUsage | null = null
  error: APIError | null = null

  heard({ status, headers }: Response): void {
    this.status = status
    this.headers = headers
  }

  chunk({ model, choices, usage }: OpenAI.ChatCompletionChunk): void {
    this.model = model
    this.usage = usage ?? this.usage
    for (const { delta, finish_reason: finish } of choices) {
      this.text += delta.content ?? ''
      this.refusal += delta.refusal ?? ''
      this.finish = finish ?? this.finish
    }
  }

  whole({ model, choices, usage }: OpenAI.ChatCompletion): void {
    const [choice] = choices
    this.model = model
    this.usage = usage ?? null
    this.text = choice?.message.content ?? ''
    this.refusal = choice?.message.refusal ?? ''
    this.finish = choice?.finish_reason ?? null
  }

  failed(error: APIError): void {
    this.error = error
    if (error.status !== undefined) this.status = error.status
    if (error.headers !== undefined) this.headers = error.headers
  }
}
