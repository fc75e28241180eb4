import type { Json } from '#domain/deployment'
import type { TokenUsage } from '#domain/usage'
import type { CanonicalAnswer, CanonicalPart, Citation, Finish, TokenLogprob } from '#wire/canonical'
import type { AnswerContext } from '#wire/codec'
import { dataUrl } from '#wire/data-url'

/** A refusal that its provider put into no words: here it is told by its text alone. */
export const REFUSED = 'The model refused to answer.'

/** Writes a chat completion of one choice. Reasoning goes where DeepSeek and vLLM put it. */
export function encodeAnswer(answer: CanonicalAnswer, context: AnswerContext): Json {
  const { parts } = answer
  const text = joined(parts, 'text')
  const reasoning = joined(parts, 'reasoning')
  const refusal = joined(parts, 'refusal') ?? (answer.finish.reason === 'refusal' ? REFUSED : null)
  const calls = parts.flatMap((part) => (part.kind === 'tool_call' ? [encodeCall(part)] : []))
  const annotations = parts.flatMap((part) =>
    part.kind === 'text' ? (part.citations ?? []).map(encodeCitation) : [],
  )
  const images = parts.flatMap((part) => (part.kind === 'file' ? encodeImage(part) : []))
  const message = {
    role: 'assistant',
    content: text,
    refusal,
    ...(reasoning === null ? {} : { reasoning_content: reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    ...(annotations.length === 0 ? {} : { annotations }),
    ...(images.length === 0 ? {} : { images }),
  }
  return {
    id: answer.id ?? context.id,
    object: 'chat.completion',
    created: answer.createdS ?? context.createdS,
    model: answer.model ?? context.model,
    choices: [
      {
        index: 0,
        message,
        logprobs:
          answer.logprobs === null ? null : { content: answer.logprobs.map(encodeLogprob), refusal: null },
        finish_reason: finishWord(answer.finish),
      },
    ],
    ...(answer.usage === null ? {} : { usage: encodeUsage(answer.usage) }),
  }
}

function joined(parts: readonly CanonicalPart[], kind: 'text' | 'reasoning' | 'refusal'): string | null {
  const texts = parts.flatMap((part) => (part.kind === kind ? [part.text] : []))
  return texts.length === 0 ? null : texts.join('')
}

function encodeCall(part: Extract<CanonicalPart, { kind: 'tool_call' }>): Json {
  if (part.custom === true) {
    return { id: part.id, type: 'custom', custom: { name: part.name, input: part.arguments } }
  }
  return { id: part.id, type: 'function', function: { name: part.name, arguments: part.arguments } }
}

/** OpenRouter's form: there is no other for images that a chat model makes. */
export function encodeImage(part: Extract<CanonicalPart, { kind: 'file' }>): Json[] {
  const { source, mediaType } = part
  if (source.kind === 'url') return [{ type: 'image_url', image_url: { url: source.url } }]
  if (source.kind !== 'base64') return []
  return [{ type: 'image_url', image_url: { url: dataUrl(mediaType, source.data) } }]
}

export function encodeCitation(citation: Citation): Json {
  if (citation.raw?.dialect === 'openai-chat') return citation.raw.value
  const { url = '', title = '', start = 0, end = 0 } = citation
  return { type: 'url_citation', url_citation: { url, title, start_index: start, end_index: end } }
}

export function encodeLogprob({ token, logprob, bytes, top }: TokenLogprob): Json {
  return {
    token,
    logprob,
    bytes,
    top_logprobs: top.map((one) => ({ token: one.token, logprob: one.logprob, bytes: one.bytes })),
  }
}

/** Clients branch on this word, so it is always one of OpenAI's own. */
export function finishWord({ reason }: Finish): string {
  switch (reason) {
    case 'length':
    case 'context_length':
      return 'length'
    case 'tool_calls':
      return 'tool_calls'
    case 'content_filter':
      return 'content_filter'
    case 'stop':
    case 'refusal':
    case 'pause':
    case 'malformed_tool_call':
    case 'other':
      return 'stop'
  }
}

export function encodeUsage(usage: TokenUsage): Json {
  return {
    prompt_tokens: usage.input,
    completion_tokens: usage.output,
    total_tokens: usage.input + usage.output,
    prompt_tokens_details: {
      cached_tokens: usage.cachedInput,
      audio_tokens: 0,
      // OpenRouter's name for it: OpenAI has none.
      ...(usage.cacheWrite === 0 ? {} : { cache_write_tokens: usage.cacheWrite }),
    },
    completion_tokens_details: { reasoning_tokens: usage.reasoning, audio_tokens: 0 },
  }
}
