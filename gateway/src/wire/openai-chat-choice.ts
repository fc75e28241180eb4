import { asList, asObject, asText, type JsonObject } from './json-read.ts'

/** What one choice of a chat completion, or of a chunk, says about the answer. */
export interface ChoiceView {
  readonly index: number
  readonly finish: string | null
  /** Text, reasoning, tool call, refusal, audio or image: something a client would show or act on. */
  readonly content: boolean
  readonly refusal: boolean
  /** Characters that count as output. */
  readonly chars: number
  /** The provider's error inside the choice, or its finish reason `error`. */
  readonly error: unknown
}

const TEXTS = ['content', 'reasoning_content', 'reasoning', 'thinking', 'refusal'] as const
const LISTS = ['content', 'tool_calls', 'reasoning_details', 'images'] as const
const OBJECTS = ['function_call', 'audio'] as const

/** Reads `choices[n]`; streams have a `delta`, whole answers a `message`. */
export function readChoice(value: unknown): ChoiceView | null {
  const choice = asObject(value)
  if (choice === null) return null
  const message = asObject(choice['delta']) ?? asObject(choice['message']) ?? {}
  const finish = asText(choice['finish_reason'])
  const index = choice['index']
  return {
    index: typeof index === 'number' ? index : 0,
    finish,
    content: hasContent(message),
    refusal: asText(message['refusal']) !== null,
    chars: countChars(message),
    error: choice['error'] ?? (finish === 'error' ? { message: 'finish_reason error' } : null),
  }
}

function hasContent(message: JsonObject): boolean {
  return (
    TEXTS.some((name) => asText(message[name]) !== null) ||
    LISTS.some((name) => asList(message[name]).length > 0) ||
    OBJECTS.some((name) => asObject(message[name]) !== null)
  )
}

function countChars(message: JsonObject): number {
  let chars = 0
  for (const name of TEXTS) chars += asText(message[name])?.length ?? 0
  for (const call of [...asList(message['tool_calls']), message]) {
    const called = asObject(asObject(call)?.[call === message ? 'function_call' : 'function'])
    chars += (asText(called?.['name'])?.length ?? 0) + (asText(called?.['arguments'])?.length ?? 0)
  }
  const content = message['content']
  return Array.isArray(content) ? chars + JSON.stringify(content).length : chars
}

/** Gemini writes the reason of its filter behind a colon. */
export function isContentFilter(finish: string | null): boolean {
  return finish !== null && finish.startsWith('content_filter')
}

/** Gemini's finish reasons for tool calls that its model got wrong, as its OpenAI endpoint spells them. */
export function isToolFailure(finish: string | null): boolean {
  return finish !== null && /malformed_function_call|unexpected_tool_call|too_many_tool_calls/i.test(finish)
}

/** The provider's error in a body or event that came under status 200; `null` where there is none. */
export function readError(payload: unknown): unknown {
  const body = asObject(Array.isArray(payload) ? payload[0] : payload)
  if (body === null) return null
  const error = body['error'] ?? null
  if (error !== null && error !== false && error !== '') return Array.isArray(payload) ? body : payload
  return body['object'] === 'error' ? payload : null
}
