import type { Capability } from '#domain/model'

/** What the gateway needs to know of a Chat Completions request; everything else passes through unread. */
export interface ChatRequestFacts {
  readonly model: string
  readonly streamed: boolean
  readonly includeUsage: boolean
  readonly maxOutputTokens: number | null
  readonly estimatedInputTokens: number
  readonly needs: readonly Capability[]
}

export interface InvalidMember {
  /** JSON path, such as `messages[2].content`. */
  readonly path: string
  readonly message: string
}

type Parsed =
  | { readonly kind: 'facts'; readonly facts: ChatRequestFacts }
  | ({ readonly kind: 'invalid' } & InvalidMember)

/** English text of current tokenizers has about four characters a token; the ledger settles with real usage. */
const CHARACTERS_PER_TOKEN = 4
/** Roles and separators of one message. */
const TOKENS_PER_MESSAGE = 4

/** Checks the members that routing depends on and reads what it needs. Never changes the body. */
export function readChatRequest(body: unknown): Parsed {
  if (!isObject(body)) return invalid('$', 'must be a JSON object')
  const { model, stream, messages } = body
  if (model === undefined) return invalid('model', 'is missing; it names the model to call')
  if (typeof model !== 'string' || model === '') return invalid('model', 'must be a non-empty string')
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean') {
    return invalid('stream', 'must be true or false')
  }
  if (messages === undefined) return invalid('messages', 'is missing; it holds the conversation')
  if (!Array.isArray(messages) || messages.length === 0)
    return invalid('messages', 'must be a non-empty array')
  const wrong = messages.findIndex((message) => !isObject(message))
  if (wrong >= 0) return invalid(`messages[${wrong}]`, 'must be an object with role and content')
  const options = body['stream_options']
  if (options !== undefined && options !== null && !isObject(options))
    return invalid('stream_options', 'must be an object')
  const limit = body['max_completion_tokens'] ?? body['max_tokens'] ?? null
  if (limit !== null && !isTokenCount(limit)) {
    const name = (body['max_completion_tokens'] ?? null) === null ? 'max_tokens' : 'max_completion_tokens'
    return invalid(name, 'must be a positive whole number')
  }
  const needs = new Set<Capability>()
  const characters = countCharacters(messages, needs) + lengthOf(body['tools'])
  return {
    kind: 'facts',
    facts: {
      model,
      streamed: stream === true,
      includeUsage: isObject(options) && options['include_usage'] === true,
      maxOutputTokens: limit,
      estimatedInputTokens:
        Math.ceil(characters / CHARACTERS_PER_TOKEN) + messages.length * TOKENS_PER_MESSAGE,
      needs: needsOf(body, needs),
    },
  }
}

function countCharacters(messages: readonly unknown[], needs: Set<Capability>): number {
  let characters = 0
  for (const message of messages) {
    const content = isObject(message) ? message['content'] : null
    if (typeof content === 'string') characters += content.length
    else if (Array.isArray(content)) for (const part of content) characters += partCharacters(part, needs)
  }
  return characters
}

function partCharacters(part: unknown, needs: Set<Capability>): number {
  if (!isObject(part)) return 0
  if (part['type'] === 'image_url') needs.add('vision')
  if (part['type'] === 'input_audio') needs.add('audio')
  const text = part['text']
  return typeof text === 'string' ? text.length : 0
}

function needsOf(body: Readonly<Record<string, unknown>>, found: Set<Capability>): readonly Capability[] {
  const tools = body['tools']
  if (Array.isArray(tools) && tools.length > 0) found.add('tools')
  const format = body['response_format']
  if (isObject(format) && format['type'] === 'json_schema') found.add('json_schema')
  const effort = body['reasoning_effort']
  if (typeof effort === 'string' && effort !== 'none') found.add('reasoning')
  return found.size === 0 ? NO_NEEDS : [...found]
}

const NO_NEEDS: readonly Capability[] = []

function lengthOf(value: unknown): number {
  return value === undefined || value === null ? 0 : JSON.stringify(value).length
}

function isTokenCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(path: string, message: string): Parsed {
  return { kind: 'invalid', path, message }
}
