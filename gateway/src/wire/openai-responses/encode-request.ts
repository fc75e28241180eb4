import type { Json } from '#domain/deployment'
import type {
  CanonicalMessage,
  CanonicalPart,
  CanonicalRequest,
  CanonicalTool,
  ToolChoice,
} from '#wire/canonical'
import type { RequestTarget, Translated } from '#wire/codec'
import { listDetails } from '#wire/list-details'
import { fittedId } from '#wire/fit-id'
import { fittedTokens } from '#wire/fit-tokens'
import { asList, asText, parseJson } from '#wire/json-read'
import { LossList, wordOf } from '#wire/loss-list'
import { encodeContent } from './encode-content.ts'

/** Writes a Responses request that keeps nothing at the provider. */
export function encodeRequest(request: CanonicalRequest, target: RequestTarget): Translated<Json> {
  const losses = new LossList()
  losses.rest(request, 'openai-responses')
  listDetails(request, 'openai-responses', { losses, kept: ['detail', 'filename', 'strict'] })
  unplaced(request, losses)
  const tools = request.tools.map((tool) => encodeTool(tool, losses)).filter((tool) => tool !== null)
  const { effort = null, visible = null } = request.reasoning ?? {}
  const body: Record<string, Json | undefined> = {
    model: target.upstreamModel,
    input: request.messages.flatMap((message) => itemsOf(message, losses)),
    stream: request.streamed || undefined,
    store: false,
    tools: tools.length === 0 ? undefined : tools,
    tool_choice: tools.length === 0 ? undefined : encodeToolChoice(request.toolChoice),
    parallel_tool_calls: tools.length === 0 ? undefined : (request.parallelToolCalls ?? undefined),
    text: encodeFormat(request),
    max_output_tokens: fittedTokens(request.maxOutputTokens, target, losses) ?? undefined,
    temperature: request.temperature ?? undefined,
    top_p: request.topP ?? undefined,
    top_logprobs: request.topLogprobs ?? undefined,
    include: request.topLogprobs === null ? undefined : ['message.output_text.logprobs'],
    reasoning:
      request.reasoning === null
        ? undefined
        : { ...(effort === null ? {} : { effort }), ...(visible === true ? { summary: 'auto' } : {}) },
    user: request.user ?? undefined,
  }
  const value = Object.fromEntries(Object.entries(body).filter(([, member]) => member !== undefined)) as Json
  return { value, losses: losses.lines }
}

function unplaced(request: CanonicalRequest, losses: LossList): void {
  const leave = (given: unknown, name: string): void => {
    if (given !== null) losses.leftOut(name, 'openai-responses')
  }
  leave(request.topK, 'top_k')
  leave(request.seed, 'seed')
  leave(request.presencePenalty, 'the presence penalty')
  leave(request.frequencyPenalty, 'the frequency penalty')
  if (request.stop.length > 0) losses.leftOut('stop', 'openai-responses')
  if ((request.choices ?? 1) > 1) losses.add('more than one choice is not translated: one is asked for')
}

/** Calls, results and thoughts are items of their own; text and files stand in a message. */
function itemsOf({ role, parts }: CanonicalMessage, losses: LossList): readonly Json[] {
  const items: Json[] = []
  let content: Json[] = []
  const flush = (): void => {
    if (content.length > 0) items.push({ type: 'message', role: role === 'tool' ? 'user' : role, content })
    content = []
  }
  for (const part of parts) {
    const item = itemOf(part, losses)
    if (item === undefined) {
      const encoded = encodeContent(part, role === 'assistant', losses)
      if (encoded !== null) content.push(encoded)
    } else {
      flush()
      if (item !== null) items.push(item)
    }
  }
  flush()
  return items
}

/** The provider takes no longer ids. */
const MAX_ID = 64

/** `undefined`: it belongs into a message; `null`: it has no place. */
function itemOf(part: CanonicalPart, losses: LossList): Json | null | undefined {
  switch (part.kind) {
    case 'tool_call':
      if (part.custom === true) {
        return {
          type: 'custom_tool_call',
          call_id: fittedId(part.id, MAX_ID),
          name: part.name,
          input: part.arguments,
        }
      }
      return {
        type: 'function_call',
        call_id: fittedId(part.id, MAX_ID),
        name: part.name,
        arguments: part.arguments,
      }
    case 'tool_result': {
      const text = part.content.map((one) => (one.kind === 'text' ? one.text : '')).join('\n')
      if (part.content.some(({ kind }) => kind === 'file')) {
        losses.leftOut('a file in the result of a tool', 'openai-responses')
      }
      return { type: 'function_call_output', call_id: fittedId(part.callId, MAX_ID), output: text }
    }
    case 'reasoning': {
      if (part.opaque?.vendor !== 'openai') {
        losses.add('earlier reasoning of another model is left out: it cannot be handed on')
        return null
      }
      const [id, encrypted] = asList(parseJson(part.opaque.value)).map(asText)
      return {
        type: 'reasoning',
        ...(id === null || id === undefined ? {} : { id }),
        summary: part.text === '' ? [] : [{ type: 'summary_text', text: part.text }],
        encrypted_content: encrypted ?? null,
      }
    }
    case 'foreign':
      if (part.dialect === 'openai-responses') return part.value
      losses.leftOut(`the ${part.dialect} part ${wordOf(part.name)}`, 'openai-responses')
      return null
    case 'text':
    case 'file':
    case 'refusal':
      return undefined
  }
}

function encodeTool(tool: CanonicalTool, losses: LossList): Json | null {
  if (tool.kind === 'foreign') {
    if (tool.dialect === 'openai-responses') return tool.value
    losses.leftOut(`the ${tool.dialect} tool ${wordOf(tool.name)}`, 'openai-responses')
    return null
  }
  return {
    type: 'function',
    name: tool.name,
    description: tool.description,
    parameters: tool.parameters,
    // The dialect's own default is strict, which many schemas are not made for.
    strict: tool.strict ?? false,
  }
}

function encodeToolChoice(choice: ToolChoice | null): Json | undefined {
  if (choice === null) return undefined
  return choice.kind === 'tool' ? { type: 'function', name: choice.name } : choice.kind
}

function encodeFormat({ format }: CanonicalRequest): Json | undefined {
  if (format === null) return undefined
  if (format.kind === 'json') return { format: { type: 'json_object' } }
  const { name, description, schema, strict } = format
  return {
    format: {
      type: 'json_schema',
      name: name ?? 'answer',
      ...(description === null ? {} : { description }),
      schema,
      ...(strict === null ? {} : { strict }),
    },
  }
}
