import { isUtf8 } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'
import { GatewayError } from '#domain/errors'
import type { RequestedModel } from '#domain/names'
import type { Accepted } from '#domain/request'
import { readChatRequest } from '#wire/openai-chat-request'
import { controlMembersOf, readControls } from './controls.ts'
import { deadlineMs, forwardedHeaders, noFallback, patienceMs } from './request-headers.ts'

/** A request as it arrived, body complete and decoded. */
export interface Arrived {
  readonly id: string
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  /** Clock readings on arrival. */
  readonly receivedAt: number
  readonly receivedWallMs: number
}

/** Reads a Chat Completions request. Throws `GatewayError` for bad input. */
export function acceptRequest({ id, headers, bytes, receivedAt, receivedWallMs }: Arrived): Accepted {
  const body = parseObject(bytes)
  const parsed = readChatRequest(body)
  if (parsed.kind === 'invalid') {
    const message = `\`${parsed.path}\` ${parsed.message}.`
    throw new GatewayError('invalid_body', { message, param: parsed.path })
  }
  const controlMembers = controlMembersOf(body)
  const warnings: string[] = []
  const { facts } = parsed
  const controls = readControls(body, controlMembers, warnings)
  return {
    id,
    dialect: 'openai-chat',
    type: 'chat',
    requested: facts.model as RequestedModel,
    body: {
      bytes,
      streamed: facts.streamed,
      includeUsage: facts.includeUsage,
      maxOutputTokens: facts.maxOutputTokens,
      estimatedInputTokens: facts.estimatedInputTokens,
      needs: facts.needs,
      controlMembers,
    },
    controls: {
      fallback: controls.fallback,
      triggers: controls.triggers,
      routing: controls.routing,
      retry: controls.retry,
      timeouts: controls.timeouts,
      deadlineMs: deadlineMs(headers),
      patienceMs: patienceMs(headers),
      noFallback: noFallback(headers),
    },
    forwardHeaders: forwardedHeaders(headers),
    receivedAt,
    receivedWallMs,
    warnings,
  }
}

function parseObject(bytes: Buffer): Readonly<Record<string, unknown>> {
  if (!isUtf8(bytes)) {
    throw new GatewayError('invalid_json', { message: 'The request body is not valid UTF-8.' })
  }
  let body: unknown
  try {
    body = JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    const why = cause instanceof Error ? ` (${positionOf(cause.message)})` : ''
    throw new GatewayError('invalid_json', { message: `The request body is not valid JSON${why}.`, cause })
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new GatewayError('invalid_body', { message: 'The request body must be a JSON object.', param: '$' })
  }
  return body as Readonly<Record<string, unknown>>
}

/** The parser's messages may quote the body; only where it stopped is passed on. */
function positionOf(message: string): string {
  return /at position \d+(?: \(line \d+ column \d+\))?/u.exec(message)?.[0] ?? 'it ends too early'
}
