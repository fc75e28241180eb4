import type { Json } from '#domain/deployment'
import type { TokenUsage } from '#domain/usage'
import type { CanonicalAnswer, CanonicalPart, Citation, Finish, Opaque, TokenLogprob } from '#wire/canonical'
import type { AnswerContext } from '#wire/codec'
import { asList, asText, parseJson } from '#wire/json-read'
import { encodeLogprob, REFUSED } from '#wire/openai-chat/encode-answer'

export type Members = Readonly<Record<string, Json>>

/** A refusal that its provider put into no words: here it is told by its text alone. */
const REFUSED_PART = { kind: 'refusal', text: REFUSED } as const

/** Writes a response. */
export function encodeAnswer(answer: CanonicalAnswer, context: AnswerContext): Json {
  const unsaid = answer.finish.reason === 'refusal' && !answer.parts.some(({ kind }) => kind === 'refusal')
  const parts = unsaid ? [...answer.parts, REFUSED_PART] : answer.parts
  const output = itemsOf(parts, context.id, answer.logprobs ?? [])
  const about = { id: answer.id, model: answer.model, createdS: answer.createdS }
  return responseOf(context, about, { ...endOf(answer.finish), output, usage: encodeUsage(answer.usage) })
}

/** A response with the members of the request that it repeats; SDKs read some of them. */
export function responseOf(
  { id, model, createdS, request }: AnswerContext,
  about: { readonly id: string | null; readonly model: string | null; readonly createdS: number | null },
  state: Members,
): Members {
  return {
    id: about.id?.startsWith('resp_') === true ? about.id : `resp_${about.id ?? id}`,
    object: 'response',
    created_at: about.createdS ?? createdS,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: request.maxOutputTokens,
    model: about.model ?? model,
    parallel_tool_calls: request.parallelToolCalls ?? true,
    previous_response_id: null,
    reasoning: { effort: request.reasoning?.effort ?? null, summary: null },
    store: false,
    temperature: request.temperature ?? 1,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: request.topP ?? 1,
    truncation: 'disabled',
    metadata: {},
    ...state,
  }
}

/** Text, refusals and what belongs to them stand in one message, the others are items of their own. */
function itemsOf(
  parts: readonly CanonicalPart[],
  id: string,
  logprobs: readonly TokenLogprob[],
): readonly Json[] {
  const items: Json[] = []
  let unplaced = logprobs
  let content: Json[] = []
  const flush = (): void => {
    if (content.length > 0) items.push(messageItem(`msg_${id}_${items.length}`, content))
    content = []
  }
  for (const part of parts) {
    if (part.kind === 'text') {
      content.push(textContent(part.text, part.citations ?? [], unplaced))
      unplaced = []
    } else if (part.kind === 'refusal') content.push({ type: 'refusal', refusal: part.text })
    else {
      flush()
      const item = itemOf(part, `${id}_${items.length}`)
      if (item !== null) items.push(item)
    }
  }
  flush()
  return items
}

function itemOf(part: CanonicalPart, id: string): Json | null {
  switch (part.kind) {
    case 'reasoning':
      return reasoningItem(`rs_${id}`, part.text, part.opaque)
    case 'tool_call':
      return callItem(`fc_${id}`, part)
    case 'foreign':
      return part.dialect === 'openai-responses' ? part.value : null
    case 'text':
    case 'refusal':
    case 'file':
    case 'tool_result':
      return null
  }
}

export function messageItem(id: string, content: readonly Json[]): Members {
  return { id, type: 'message', status: 'completed', role: 'assistant', content }
}

export function textContent(
  text: string,
  citations: readonly Citation[],
  logprobs: readonly TokenLogprob[],
): Members {
  const annotations = citations.map(annotationOf)
  return { type: 'output_text', text, annotations, logprobs: logprobs.map(encodeLogprob) }
}

export function annotationOf(citation: Citation): Json {
  if (citation.raw?.dialect === 'openai-responses') return citation.raw.value
  const { url = '', title = '', start = 0, end = 0 } = citation
  return { type: 'url_citation', url, title, start_index: start, end_index: end }
}

export function reasoningItem(id: string, text: string, opaque: Opaque | undefined): Members {
  const summary = text === '' ? [] : [{ type: 'summary_text', text }]
  if (opaque?.vendor !== 'openai') return { id, type: 'reasoning', summary }
  const [own, encrypted] = asList(parseJson(opaque.value)).map(asText)
  return { id: own ?? id, type: 'reasoning', summary, encrypted_content: encrypted ?? null }
}

export function callItem(
  id: string,
  call: { readonly id: string; readonly name: string; readonly arguments: string; readonly custom?: true },
): Members {
  const { name } = call
  if (call.custom === true) {
    return {
      id,
      type: 'custom_tool_call',
      call_id: call.id,
      name,
      input: call.arguments,
      status: 'completed',
    }
  }
  return { id, type: 'function_call', call_id: call.id, name, arguments: call.arguments, status: 'completed' }
}

/** How the response ended: its status, and why it is incomplete where it is. */
export function endOf({ reason }: Finish): Members {
  switch (reason) {
    case 'length':
    case 'context_length':
      return { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }
    case 'content_filter':
      return { status: 'incomplete', incomplete_details: { reason: 'content_filter' } }
    case 'stop':
    case 'tool_calls':
    case 'refusal':
    case 'pause':
    case 'malformed_tool_call':
    case 'other':
      return { status: 'completed' }
  }
}

export function encodeUsage(usage: TokenUsage | null): Json {
  if (usage === null) return null
  const { input, output, cachedInput, cacheWrite, reasoning } = usage
  return {
    input_tokens: input,
    input_tokens_details: {
      cached_tokens: cachedInput,
      ...(cacheWrite === 0 ? {} : { cache_write_tokens: cacheWrite }),
    },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  }
}
