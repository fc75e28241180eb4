import type { Json } from '#domain/deployment'
import type { CanonicalMessage, CanonicalPart, CanonicalRequest, CanonicalTool } from '#wire/canonical'
import type { RequestTarget, Translated } from '#wire/codec'
import { listDetails } from '#wire/list-details'
import { fittedTokens } from '#wire/fit-tokens'
import { LossList, wordOf } from '#wire/loss-list'
import { encodeBlock, withCache } from './encode-blocks.ts'
import { encodeThinking } from './encode-thinking.ts'

/** The dialect demands a limit: asked for where neither the client nor the catalog says one. */
const DEFAULT_MAX_TOKENS = 4096

/** Writes a Messages request. */
export function encodeRequest(request: CanonicalRequest, target: RequestTarget): Translated<Json> {
  const losses = new LossList()
  losses.rest(request, 'anthropic-messages')
  listDetails(request, 'anthropic-messages', { losses, kept: ['cache', 'filename', 'failed', 'strict'] })
  const asked = fittedTokens(request.maxOutputTokens, target, losses) ?? target.maxOutputTokens
  const thinking = encodeThinking(request, { target, maxTokens: asked ?? DEFAULT_MAX_TOKENS, losses })
  const tools = request.tools.map((tool) => encodeTool(tool, losses)).filter((tool) => tool !== null)
  const config = {
    ...thinking.config,
    ...(request.format?.kind === 'json_schema'
      ? { format: { type: 'json_schema', schema: request.format.schema } }
      : {}),
  }
  const system = systemBlocks(request, losses)
  const body: Record<string, Json | undefined> = {
    model: target.upstreamModel,
    max_tokens: thinking.maxTokens,
    system: system.length === 0 ? undefined : system,
    messages: turns(request.messages, losses),
    stream: request.streamed || undefined,
    tools: tools.length === 0 ? undefined : tools,
    tool_choice: tools.length === 0 ? undefined : encodeToolChoice(request),
    thinking: thinking.thinking,
    output_config: Object.keys(config).length === 0 ? undefined : config,
    stop_sequences: stopSequences(request, losses),
    metadata: request.user === null ? undefined : { user_id: request.user },
    ...sampling(request, thinking.thinking !== undefined, losses),
  }
  unplaced(request, losses)
  const value = Object.fromEntries(Object.entries(body).filter(([, member]) => member !== undefined)) as Json
  return { value, losses: losses.lines }
}

function unplaced(request: CanonicalRequest, losses: LossList): void {
  const leave = (given: unknown, name: string): void => {
    if (given !== null) losses.leftOut(name, 'anthropic-messages')
  }
  leave(request.seed, 'seed')
  leave(request.presencePenalty, 'the presence penalty')
  leave(request.frequencyPenalty, 'the frequency penalty')
  leave(request.topLogprobs, 'logprobs')
  if ((request.choices ?? 1) > 1) losses.add('more than one choice is not translated: one is asked for')
  if (request.format?.kind === 'json') losses.leftOut('JSON mode without a schema', 'anthropic-messages')
}

/** Thinking models refuse to be sampled otherwise than they are. */
function sampling(
  { temperature, topP, topK }: CanonicalRequest,
  thinks: boolean,
  losses: LossList,
): Record<string, Json | undefined> {
  if (thinks) {
    if (temperature !== null && temperature !== 1)
      losses.add('temperature is left out: the model is to think')
    if (topP !== null) losses.add('top_p is left out: the model is to think')
    if (topK !== null) losses.add('top_k is left out: the model is to think')
    return {}
  }
  if (temperature !== null && temperature > 1) {
    losses.add(`temperature ${temperature} is lowered to 1, the most that anthropic-messages has`)
  }
  if (temperature !== null && topP !== null) {
    losses.add('top_p is left out beside temperature: newer models take one of them')
  }
  return {
    temperature: temperature === null ? undefined : Math.min(1, temperature),
    top_p: temperature === null ? (topP ?? undefined) : undefined,
    top_k: topK ?? undefined,
  }
}

function stopSequences({ stop }: CanonicalRequest, losses: LossList): Json | undefined {
  const visible = stop.filter((text) => text.trim() !== '')
  if (visible.length < stop.length) losses.leftOut('a stop sequence of white space', 'anthropic-messages')
  return visible.length === 0 ? undefined : visible
}

function encodeTool(tool: CanonicalTool, losses: LossList): Json | null {
  if (tool.kind === 'foreign') {
    if (tool.dialect === 'anthropic-messages') return tool.value
    losses.leftOut(`the ${tool.dialect} tool ${wordOf(tool.name)}`, 'anthropic-messages')
    return null
  }
  return withCache(
    {
      name: tool.name,
      ...(tool.description === null ? {} : { description: tool.description }),
      input_schema: tool.parameters,
      ...(tool.strict === true ? { strict: true } : {}),
    },
    tool.cache,
  )
}

function encodeToolChoice({ toolChoice, parallelToolCalls }: CanonicalRequest): Json | undefined {
  if (toolChoice?.kind === 'none') return { type: 'none' }
  const alone = parallelToolCalls === false ? { disable_parallel_tool_use: true } : {}
  switch (toolChoice?.kind) {
    case 'required':
      return { type: 'any', ...alone }
    case 'tool':
      return { type: 'tool', name: toolChoice.name, ...alone }
    case 'auto':
      return { type: 'auto', ...alone }
    case undefined:
      return parallelToolCalls === false ? { type: 'auto', ...alone } : undefined
  }
}

function systemBlocks({ messages }: CanonicalRequest, losses: LossList): readonly Json[] {
  const begun = messages.findIndex(({ role }) => role !== 'system')
  if (begun !== -1 && messages.slice(begun).some(({ role }) => role === 'system')) {
    losses.add(
      'a system message in the middle is moved to the front: anthropic-messages has one system prompt',
    )
  }
  return messages
    .filter(({ role }) => role === 'system')
    .flatMap(({ parts }) => parts.map((part) => encodeBlock(part, losses)).filter((block) => block !== null))
}

/** Turns of user and assistant, one after the other: messages of one side that follow each other are one turn. */
function turns(messages: readonly CanonicalMessage[], losses: LossList): readonly Json[] {
  const joined: { role: 'user' | 'assistant'; results: Json[]; others: Json[] }[] = []
  for (const { role, parts } of messages) {
    if (role === 'system') continue
    const side = role === 'assistant' ? 'assistant' : 'user'
    const [results, others] = encoded(parts, losses)
    if (results.length + others.length === 0) continue
    const last = joined.at(-1)
    if (last?.role !== side) joined.push({ role: side, results, others })
    else {
      last.results.push(...results)
      last.others.push(...others)
    }
  }
  return joined.map(({ role, results, others }, index) => {
    // Results have to come before anything else that the user says.
    const content = [...results, ...others]
    const last = index === joined.length - 1
    return { role, content: role === 'assistant' && last ? withoutTrailingSpace(content) : content }
  })
}

/** Results of tools, and everything else. */
function encoded(parts: readonly CanonicalPart[], losses: LossList): [results: Json[], others: Json[]] {
  const results: Json[] = []
  const others: Json[] = []
  for (const part of parts) {
    const block = encodeBlock(part, losses)
    if (block !== null) (part.kind === 'tool_result' ? results : others).push(block)
  }
  return [results, others]
}

/** The beginning of an answer must not end in white space. */
function withoutTrailingSpace(content: readonly Json[]): readonly Json[] {
  const last = content.at(-1)
  if (typeof last !== 'object' || last === null || !('text' in last) || typeof last.text !== 'string') {
    return content
  }
  return [...content.slice(0, -1), { ...last, text: last.text.trimEnd() }]
}
