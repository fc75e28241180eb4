import type { Json } from '#domain/deployment'
import type { TokenUsage } from '#domain/usage'
import type {
  CanonicalAnswer,
  CanonicalPart,
  Citation,
  Finish,
  FinishReason,
  TokenLogprob,
} from '#wire/canonical'
import { asList, asNumber, asObject, asText, entryOf, type JsonObject } from '#wire/json-read'
import { tokenCount } from '#wire/token-count'
import { readParts } from './decode-parts.ts'

/** Reads the first candidate of an answer; a prompt that was blocked has none, and is an answer all the same. */
export function decodeAnswer(body: JsonObject): CanonicalAnswer | null {
  const candidate = asObject(asList(body['candidates'])[0])
  const blocked = blockedBy(body)
  if (candidate === null && blocked === null) return null
  const responseId = asText(body['responseId'])
  let calls = 0
  const parts = readParts(candidate?.['content'], () => callId(responseId, calls++))
  const citations = readCitations(candidate)
  return {
    id: responseId,
    model: asText(body['modelVersion']),
    createdS: null,
    parts: citations.length === 0 ? parts : withCitations(parts, citations),
    finish: blocked ?? finishOf(asText(candidate?.['finishReason']), parts.some(isCall)),
    usage: readUsage(body['usageMetadata']),
    logprobs: readLogprobs(candidate?.['logprobsResult']),
  }
}

/** Unique among the turns of a conversation, as other vendors want it. */
export function callId(responseId: string | null, n: number): string {
  return `call_${responseId ?? 'x'}_${n}`
}

function isCall({ kind }: CanonicalPart): boolean {
  return kind === 'tool_call'
}

function withCitations(
  parts: readonly CanonicalPart[],
  citations: readonly Citation[],
): readonly CanonicalPart[] {
  const at = parts.findIndex(({ kind }) => kind === 'text')
  return parts.map((part, n) => (n === at && part.kind === 'text' ? { ...part, citations } : part))
}

/** Pages that the search tool found. */
export function readCitations(candidate: JsonObject | null): readonly Citation[] {
  const chunks = asList(asObject(candidate?.['groundingMetadata'])?.['groundingChunks'])
  return chunks.flatMap((chunk) => {
    const web = asObject(asObject(chunk)?.['web'])
    const url = asText(web?.['uri'])
    if (url === null) return []
    const title = asText(web?.['title'])
    return [
      {
        url,
        ...(title === null ? {} : { title }),
        raw: { dialect: 'gemini' as const, value: chunk as Json },
      },
    ]
  })
}

const REASONS: Readonly<Record<string, FinishReason>> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  MALFORMED_FUNCTION_CALL: 'malformed_tool_call',
  UNEXPECTED_TOOL_CALL: 'malformed_tool_call',
  TOO_MANY_TOOL_CALLS: 'malformed_tool_call',
  OTHER: 'other',
  FINISH_REASON_UNSPECIFIED: 'other',
}

/** Reasons of the filters, for answers and their images; more of them appear every year. */
const FILTERED = /SAFETY|RECITATION|BLOCKLIST|PROHIBITED|SPII|LANGUAGE/u

export function finishOf(raw: string | null, calls: boolean): Finish {
  if (raw === null) return { reason: 'other', raw }
  const reason = entryOf(REASONS, raw) ?? (FILTERED.test(raw) ? 'content_filter' : 'other')
  return { reason: calls && (reason === 'stop' || reason === 'other') ? 'tool_calls' : reason, raw }
}

/** A prompt that was blocked, for whatever reason. */
export function blockedBy(body: JsonObject): Finish | null {
  const raw = asText(asObject(body['promptFeedback'])?.['blockReason'])
  return raw === null ? null : { reason: 'content_filter', raw }
}

/** Thoughts are counted beside the candidates here. */
export function readUsage(value: unknown): TokenUsage | null {
  const usage = asObject(value)
  if (usage === null || (usage['promptTokenCount'] === undefined && usage['totalTokenCount'] === undefined))
    return null
  const count = (name: string): number => tokenCount(usage[name])
  const reasoning = count('thoughtsTokenCount')
  const input = count('promptTokenCount') + count('toolUsePromptTokenCount')
  return {
    input,
    cachedInput: Math.min(input, count('cachedContentTokenCount')),
    cacheWrite: 0,
    output: count('candidatesTokenCount') + reasoning,
    reasoning,
    estimated: false,
  }
}

export function readLogprobs(value: unknown): readonly TokenLogprob[] | null {
  const result = asObject(value)
  const chosen = asList(result?.['chosenCandidates'])
  if (chosen.length === 0) return null
  const top = asList(result?.['topCandidates']).map((one) => asList(asObject(one)?.['candidates']))
  return chosen.map((one, n) => ({ ...readLogprob(one), top: (top[n] ?? []).map(readLogprob) }))
}

function readLogprob(value: unknown): Omit<TokenLogprob, 'top'> {
  const entry = asObject(value) ?? {}
  return { token: asText(entry['token']) ?? '', logprob: asNumber(entry['logProbability']) ?? 0, bytes: null }
}
