import type { Attributes, Context, Span, SpanContext, Tracer } from '@opentelemetry/api'
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api'
import type { AttemptRecord, UsageRecord } from '#domain/record'
import type { TokenUsage } from '#domain/usage'

/** What the semantic conventions call the operations of the types of models. */
const OPERATIONS: Readonly<Partial<Record<UsageRecord['type'], string>>> = {
  chat: 'chat',
  reasoning: 'chat',
  embeddings: 'embeddings',
}

const CLIENT_LEFT = 499
const FAILED = 500

/**
 * Tells of one request as a trace: a span of the request, with one for every attempt in it. By the semantic conventions
 * for generative AI (https://opentelemetry.io/docs/specs/semconv/gen-ai/); nothing of prompts and answers.
 */
export function recordSpans(tracer: Tracer, record: UsageRecord): void {
  const operation = OPERATIONS[record.type] ?? record.type
  const span = tracer.startSpan(
    `${operation} ${record.requestedModel}`,
    { kind: SpanKind.SERVER, startTime: record.at, attributes: requestAttributes(record, operation) },
    parentOf(record.traceParent),
  )
  const within = trace.setSpan(ROOT_CONTEXT, span)
  for (const attempt of record.routing.attempts) attemptSpan(tracer, { attempt, operation, within })
  if (record.status >= FAILED || record.status === CLIENT_LEFT) failed(span, record.errorClass)
  span.end(record.at + record.totalMs)
}

interface AttemptOptions {
  readonly attempt: AttemptRecord
  readonly operation: string
  readonly within: Context
}

function attemptSpan(tracer: Tracer, { attempt, operation, within }: AttemptOptions): void {
  const { modelName, startedAt, totalMs, errorClass, ttftMs } = attempt
  const span = tracer.startSpan(
    `${operation} ${modelName}`,
    { kind: SpanKind.CLIENT, startTime: startedAt, attributes: attemptAttributes(attempt, operation) },
    within,
  )
  if (ttftMs !== null) span.addEvent('first token', startedAt + ttftMs)
  if (errorClass !== null) failed(span, errorClass)
  span.end(startedAt + totalMs)
}

function requestAttributes(record: UsageRecord, operation: string): Attributes {
  return {
    'gen_ai.operation.name': operation,
    'gen_ai.request.model': record.requestedModel,
    ...(record.servedModel !== null && { 'gen_ai.response.model': record.servedModel }),
    ...(record.provider !== null && { 'gen_ai.provider.name': record.provider }),
    'gen_ai.response.id': record.id,
    ...tokens(record.tokens),
    'http.response.status_code': record.status,
    'backstay.key': record.key,
    'backstay.organisation': record.organisation,
    'backstay.strategy': record.routing.strategy,
    'backstay.attempts': record.routing.attempts.length,
    'backstay.fallbacks': [...record.routing.fallbacks],
    'backstay.streamed': record.streamed,
    ...(record.deployment !== null && { 'backstay.deployment': record.deployment }),
    ...(record.ttftMs !== null && { 'backstay.time_to_first_token_ms': record.ttftMs }),
    ...(record.costUsd !== null && { 'backstay.cost_usd': record.costUsd }),
    ...(record.probe && { 'backstay.probe': true }),
  }
}

function attemptAttributes(attempt: AttemptRecord, operation: string): Attributes {
  return {
    'gen_ai.operation.name': operation,
    'gen_ai.provider.name': attempt.provider,
    'gen_ai.request.model': attempt.modelName,
    ...(attempt.tokens !== null && tokens(attempt.tokens)),
    ...(attempt.status !== null && { 'http.response.status_code': attempt.status }),
    'backstay.attempt': attempt.n,
    'backstay.deployment': attempt.deployment,
    'backstay.outcome': attempt.outcome,
    'backstay.action': attempt.action,
    'backstay.reason': attempt.reason,
    ...(attempt.region !== null && { 'backstay.region': attempt.region }),
    ...(attempt.hedge === true && { 'backstay.hedge': true }),
  }
}

function tokens({ input, output, cachedInput }: TokenUsage): Attributes {
  return {
    'gen_ai.usage.input_tokens': input,
    'gen_ai.usage.output_tokens': output,
    ...(cachedInput > 0 && { 'gen_ai.usage.cache_read.input_tokens': cachedInput }),
  }
}

function failed(span: Span, errorClass: string | null): void {
  span.setAttribute('error.type', errorClass ?? '_OTHER')
  span.setStatus({ code: SpanStatusCode.ERROR })
}

const TRACE_PARENT = /^[0-9a-f]{2}-(?<traceId>[0-9a-f]{32})-(?<spanId>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})/u

/** The span of the caller, as its `traceparent` names it (https://www.w3.org/TR/trace-context/). */
function parentOf(header: string | undefined): Context {
  const { traceId, spanId, flags } = TRACE_PARENT.exec(header ?? '')?.groups ?? {}
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED
  const parent: SpanContext = { traceId, spanId, traceFlags, isRemote: true }
  return trace.setSpanContext(ROOT_CONTEXT, parent)
}
