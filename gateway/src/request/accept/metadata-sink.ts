import type { AnswerHead, Serving } from '#domain/attempt'
import type { Json } from '#domain/deployment'
import { asObject, parseJson } from '#wire/json-read'
import { compileEdits, editJson } from '#wire/json-edit'
import type { SinkOptions } from './client-sink.ts'
import { ClientSink } from './client-sink.ts'

const MEMBER = 'backstay'
const SENTINEL = /data: ?\[DONE\]/u

/**
 * The client's side of a chat completion that asked to be told how it was routed: in a member `backstay` of the answer,
 * or of one more chunk before the sentinel of a stream.
 */
export class MetadataSink extends ClientSink {
  readonly #requestId: string
  #serving: Serving | null = null
  /** Members by which chunks of the stream are named alike. */
  #named: Record<string, unknown> | null = null
  #told = false

  constructor(options: SinkOptions) {
    super(options)
    this.#requestId = options.requestId
    // Sound that comes in pieces has no place for it.
    this.#told = !options.streamed
  }

  override commit(head: AnswerHead, serving: Serving): void {
    this.#serving = serving
    super.commit(head, serving)
  }

  override write(chunk: Uint8Array): boolean {
    if (this.#told) return super.write(chunk)
    const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('utf8')
    this.#named ??= namesIn(text)
    const sentinel = SENTINEL.exec(text)?.index ?? -1
    if (sentinel === -1) return super.write(chunk)
    return super.write(Buffer.from(text.slice(0, sentinel) + this.#chunk() + text.slice(sentinel)))
  }

  override whole(head: AnswerHead, serving: Serving, chunks: readonly Uint8Array[]): void {
    this.#serving = serving
    if (!/json/i.test(head.contentType)) {
      super.whole(head, serving, chunks)
      return
    }
    const edits = compileEdits({ set: { [MEMBER]: this.#metadata() } })
    super.whole(head, serving, [editJson(Buffer.concat(chunks), edits)])
  }

  override end(): void {
    if (!this.#told) super.write(Buffer.from(this.#chunk()))
    super.end()
  }

  #chunk(): string {
    this.#told = true
    const chunk = { ...this.#named, choices: [], [MEMBER]: this.#metadata() }
    return `data: ${JSON.stringify(chunk)}\n\n`
  }

  #metadata(): Json {
    const serving = this.#serving
    if (serving === null) return { request_id: this.#requestId }
    const { model, deployment, attempts, fallbacks, warnings, continued, overheadMs } = serving
    return {
      request_id: this.#requestId,
      model: model.name,
      provider: deployment.provider.name,
      deployment: deployment.label,
      attempts: Math.max(attempts, ...continued.map(({ n }) => n)),
      fallbacks,
      warnings,
      overhead_ms: Math.round(overheadMs * 100) / 100,
      continued: continued.map((one) => ({
        attempt: one.n,
        rung: one.rung,
        at_chars: one.atChars,
        model: one.model,
        provider: one.provider,
        deployment: one.deployment,
      })),
    }
  }
}

function namesIn(text: string): Record<string, unknown> | null {
  const data = /^data: ?(\{.*\})\r?$/mu.exec(text)?.[1]
  const body = data === undefined ? null : asObject(parseJson(data))
  if (body === null) return null
  const { id, object, created, model } = body
  return { id, object, created, model }
}
