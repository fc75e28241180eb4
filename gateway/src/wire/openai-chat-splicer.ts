import type { ContinueSource, Obstacle } from '#domain/continuation'
import type { TokenUsage } from '#domain/usage'
import { asList, asObject, asText, parseJson, type JsonObject } from './json-read.ts'
import type { SpliceOptions, Spliced, Splicer } from './splicer.ts'
import { MAX_KEPT_BYTES, obstacleIn } from './openai-chat-trail.ts'
import { addUsage, encodeUsage, readUsage } from './openai-chat-usage.ts'
import { jointOf } from './rungs.ts'
import type { Joint } from './splice-text.ts'
import { KEEP_ALIVE_COMMENT, SseSplitter, type SseEvent } from './sse.ts'

const REASONING: readonly string[] = ['reasoning_content', 'reasoning', 'thinking', 'reasoning_details']
const DONE = 'data: [DONE]\n\n'
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Turns the stream of a second answer, as its reader passes it on, into bytes that continue a first one: the same id,
 * model and time, no second role, the text going on where it stopped, one end, usage of both together.
 */
export class ChatSplicer implements Splicer {
  readonly #options: SpliceOptions
  readonly #source: ContinueSource
  readonly #joint: Joint
  readonly #splitter = new SseSplitter()
  #text: string
  #reasoningChars: number
  #obstacle: Obstacle | null
  #roleSent: boolean
  #usage: TokenUsage | null = null
  #finished = false
  #ended = false
  #diverged: string | null = null

  constructor(options: SpliceOptions) {
    const { source } = options
    this.#options = options
    this.#source = source
    this.#joint = jointOf(options)
    this.#text = source.text
    this.#reasoningChars = source.reasoningChars
    this.#obstacle = source.obstacle
    this.#roleSent = source.roleSent
  }

  get open(): boolean {
    return this.#joint.open
  }

  get delivered(): ContinueSource {
    return {
      ...this.#source,
      text: this.#obstacle === null ? this.#text : '',
      reasoningChars: this.#reasoningChars,
      obstacle: this.#obstacle,
      roleSent: this.#roleSent,
    }
  }

  push(chunk: Uint8Array): Spliced {
    let out = ''
    for (const event of this.#splitter.push(chunk)) {
      out += this.#splice(event)
      if (this.#diverged !== null) return { kind: 'diverged', detail: this.#diverged }
    }
    return { kind: 'bytes', bytes: encoder.encode(out) }
  }

  end(): Uint8Array {
    return encoder.encode(this.#end())
  }

  #splice(event: SseEvent): string {
    if (event.tail) return ''
    if (event.dataStart === -1) return KEEP_ALIVE_COMMENT
    const data = decoder.decode(event.dataSource.subarray(event.dataStart, event.dataEnd))
    if (data.trim() === '[DONE]') return this.#end()
    const body = asObject(parseJson(data))
    if (body === null) return ''
    this.#usage = readUsage(body) ?? this.#usage
    const choices = asList(body['choices']).map(asObject)
    const choice = choices.find((one) => one !== null && (one['index'] ?? 0) === 0) ?? null
    return choice === null || this.#finished ? '' : this.#spliceChoice(body, choice)
  }

  #spliceChoice(body: JsonObject, choice: JsonObject): string {
    const delta = asObject(choice['delta']) ?? asObject(choice['message']) ?? {}
    const obstacle = obstacleIn(delta)
    if (!this.open && obstacle !== null && obstacle !== 'a tool call had begun') {
      return this.#diverge(`the answer was text, the other is not: ${obstacle}`)
    }
    this.#finished = asText(choice['finish_reason']) !== null
    const last = this.#finished || obstacle !== null
    const text = this.#join(asText(delta['content']) ?? '', last)
    if (text === null) return this.#diverge('the other answer does not repeat what the client has')
    const rest = this.#restOf(delta)
    this.#note({ delta: rest, text, obstacle })
    const { logprobs, message: _, ...plain } = choice
    // Probabilities are those of the piece as it came.
    const exact = text === delta['content'] && logprobs !== undefined ? { ...plain, logprobs } : plain
    if (text !== '' && last) {
      const ahead = this.#chunk(body, { ...exact, finish_reason: null }, { content: text })
      return ahead + this.#chunk(body, plain, rest)
    }
    if (text !== '') return this.#chunk(body, exact, { ...rest, content: text })
    return this.#finished || saysSomething(rest) ? this.#chunk(body, plain, rest) : ''
  }

  #join(piece: string, last: boolean): string | null {
    const text = this.#joint.take(piece)
    if (text === null || !last) return text
    const held = this.#joint.close()
    return held === null ? null : text + held
  }

  /** What a piece says beside its text. Reasoning that led to text which the client has is not shown again. */
  #restOf(delta: JsonObject): JsonObject {
    const { role, content, ...rest } = delta
    const anew = this.#options.rung === 'clean'
    if (anew && !this.#roleSent && role !== undefined) return { role, ...rest, content: content ?? '' }
    const kept = Array.isArray(content) ? { ...rest, content } : rest
    if (anew || this.#text !== this.#source.text) return kept
    return Object.fromEntries(Object.entries(kept).filter(([name]) => !REASONING.includes(name)))
  }

  #note({ delta, text, obstacle }: Passed): void {
    this.#text += text
    if (this.#text.length > MAX_KEPT_BYTES) this.#obstacle ??= 'it is longer than what is kept'
    this.#obstacle ??= obstacle
    if (delta['role'] !== undefined) this.#roleSent = true
    for (const name of REASONING) this.#reasoningChars += asText(delta[name])?.length ?? 0
  }

  #chunk(body: JsonObject, choice: JsonObject, delta: JsonObject): string {
    const { id, created, model } = this.#source
    const chunk: Record<string, unknown> = { ...body, choices: [{ ...choice, delta }] }
    for (const [name, value] of Object.entries({ id, created, model })) {
      if (value === null) delete chunk[name]
      else chunk[name] = value
    }
    delete chunk['x_groq']
    if (this.#options.includeUsage) chunk['usage'] = null
    else delete chunk['usage']
    return eventOf(chunk)
  }

  #end(): string {
    if (this.#ended) return ''
    this.#ended = true
    const { usedBefore, includeUsage } = this.#options
    const { id, created, model } = this.#source
    if (!includeUsage || this.#usage === null) return DONE
    const usage = encodeUsage(usedBefore === null ? this.#usage : addUsage(usedBefore, this.#usage))
    const named = { ...(id !== null && { id }), object: 'chat.completion.chunk' }
    const whose = { ...(created !== null && { created }), ...(model !== null && { model }) }
    return eventOf({ ...named, ...whose, choices: [], usage }) + DONE
  }

  #diverge(detail: string): '' {
    this.#diverged = detail
    return ''
  }
}

interface Passed {
  readonly delta: JsonObject
  readonly text: string
  readonly obstacle: Obstacle | null
}

function saysSomething(delta: JsonObject): boolean {
  return Object.values(delta).some(
    (value) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
  )
}

function eventOf(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`
}
