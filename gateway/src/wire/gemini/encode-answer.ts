import type { Json } from '#domain/deployment'
import type { TokenUsage } from '#domain/usage'
import type { CanonicalAnswer, CanonicalPart, Citation, Finish, Opaque, TokenLogprob } from '#wire/canonical'
import type { AnswerContext } from '#wire/codec'
import { asObject, parseJson } from '#wire/json-read'

/** Writes an answer of one candidate. */
export function encodeAnswer(answer: CanonicalAnswer, context: AnswerContext): Json {
  const citations = answer.parts.flatMap((part) => (part.kind === 'text' ? (part.citations ?? []) : []))
  return {
    candidates: [
      {
        content: { role: 'model', parts: answer.parts.map(encodePart).filter((part) => part !== null) },
        finishReason: finishWord(answer.finish),
        index: 0,
        ...grounding(citations),
        ...(answer.logprobs === null ? {} : { logprobsResult: encodeLogprobs(answer.logprobs) }),
      },
    ],
    ...(answer.usage === null ? {} : { usageMetadata: encodeUsage(answer.usage) }),
    modelVersion: answer.model ?? context.model,
    responseId: answer.id ?? context.id,
  }
}

/** A part of an answer; `null` for what has no place. */
export function encodePart(part: CanonicalPart): Json | null {
  switch (part.kind) {
    case 'text':
      return { text: part.text, ...signature(part.opaque) }
    case 'refusal':
      return { text: part.text }
    case 'reasoning':
      return part.text === '' ? null : { text: part.text, thought: true, ...signature(part.opaque) }
    case 'tool_call': {
      const args = (asObject(parseJson(part.arguments)) ?? { input: part.arguments }) as Json
      return { functionCall: { id: part.id, name: part.name, args }, ...signature(part.opaque) }
    }
    case 'file':
      if (part.source.kind !== 'base64') return null
      return { inlineData: { mimeType: part.mediaType, data: part.source.data } }
    case 'foreign':
      return part.dialect === 'gemini' ? part.value : null
    case 'tool_result':
      return null
  }
}

function signature(opaque: Opaque | undefined): { readonly thoughtSignature?: string } {
  return opaque?.vendor === 'google' ? { thoughtSignature: opaque.value } : {}
}

export function grounding(citations: readonly Citation[]): Readonly<Record<string, Json>> {
  const chunks = citations.flatMap((citation): Json[] => {
    if (citation.raw?.dialect === 'gemini') return [citation.raw.value]
    const { url, title = '' } = citation
    return url === undefined ? [] : [{ web: { uri: url, title } }]
  })
  return chunks.length === 0 ? {} : { groundingMetadata: { groundingChunks: chunks } }
}

export function encodeLogprobs(logprobs: readonly TokenLogprob[]): Json {
  const scored = ({ token, logprob }: Pick<TokenLogprob, 'token' | 'logprob'>): Json => ({
    token,
    logProbability: logprob,
  })
  return {
    chosenCandidates: logprobs.map(scored),
    topCandidates: logprobs.map(({ top }) => ({ candidates: top.map(scored) })),
  }
}

export function finishWord({ reason, raw }: Finish): string {
  switch (reason) {
    case 'length':
    case 'context_length':
      return 'MAX_TOKENS'
    case 'content_filter':
      return raw !== null && /^[A-Z_]+$/u.test(raw) ? raw : 'SAFETY'
    case 'refusal':
      return 'SAFETY'
    case 'malformed_tool_call':
      return 'MALFORMED_FUNCTION_CALL'
    case 'stop':
    case 'tool_calls':
    case 'pause':
    case 'other':
      return 'STOP'
  }
}

export function encodeUsage({ input, output, reasoning, cachedInput }: TokenUsage): Json {
  return {
    promptTokenCount: input,
    candidatesTokenCount: output - reasoning,
    totalTokenCount: input + output,
    ...(reasoning === 0 ? {} : { thoughtsTokenCount: reasoning }),
    ...(cachedInput === 0 ? {} : { cachedContentTokenCount: cachedInput }),
  }
}
