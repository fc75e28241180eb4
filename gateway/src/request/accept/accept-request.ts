import type { IncomingHttpHeaders } from 'node:http'
import { GatewayError } from '#domain/errors'
import type { RequestedModel } from '#domain/names'
import type { Accepted } from '#domain/request'
import type { ClientCodec, GivenFacts } from '#wire/codec'
import { keptElsewhereOf } from '#wire/kept-elsewhere'
import { controlMembersOf, readControls } from './controls.ts'
import type { CompileTriggers } from './controls-triggers.ts'
import { readMembers } from './read-members.ts'
import { deadlineMs, forwardedHeaders, noFallback, patienceMs } from './request-headers.ts'
import { sessionId } from './session-id.ts'

/** A request as it arrived, body complete and decoded. */
export interface Arrived {
  readonly id: string
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  /** Clock readings on arrival. */
  readonly receivedAt: number
  readonly receivedWallMs: number
  readonly compileTriggers: CompileTriggers
  readonly codec: ClientCodec
  /** What the path says, in dialects whose body does not. */
  readonly given: GivenFacts | null
}

/** Reads a chat request of any dialect. Throws `GatewayError` for bad input. */
export function acceptRequest(arrived: Arrived): Accepted {
  const { id, headers, bytes, receivedAt, receivedWallMs, compileTriggers } = arrived
  const { body, form } = readMembers(arrived)
  const parsed = arrived.codec.readFacts(body, arrived.given)
  if (parsed.kind === 'invalid') {
    const message = `\`${parsed.path}\` ${parsed.message}.`
    throw new GatewayError('invalid_body', { message, param: parsed.path })
  }
  const controlMembers = controlMembersOf(body)
  const keptElsewhere = keptElsewhereOf(arrived.codec.id, body)
  const warnings: string[] = []
  const { facts } = parsed
  const controls = readControls(body, controlMembers, {
    requested: facts.model,
    compileTriggers,
    warnings,
    pins: arrived.codec.pins === true,
  })
  return {
    id,
    dialect: arrived.codec.id,
    type: arrived.codec.modelType,
    requested: facts.model as RequestedModel,
    body: {
      bytes,
      streamed: facts.streamed,
      includeUsage: facts.includeUsage,
      maxOutputTokens: facts.maxOutputTokens,
      estimatedInputTokens: facts.estimatedInputTokens,
      needs: facts.needs,
      controlMembers,
      ...(keptElsewhere === null ? {} : { keptElsewhere }),
      ...(form === null ? {} : { form }),
    },
    controls: {
      // Every member by name: an object per request, of one shape.
      fallback: controls.fallback,
      conditions: controls.conditions,
      routing: controls.routing,
      partition: controls.partition,
      selection: controls.selection,
      auto: controls.auto,
      session: sessionId(body, headers, warnings),
      retry: controls.retry,
      timeouts: controls.timeouts,
      onBudget: controls.onBudget,
      hedge: controls.hedge,
      midStream: controls.midStream,
      deadlineMs: deadlineMs(headers),
      patienceMs: patienceMs(headers),
      noFallback: controls.noFallback || noFallback(headers),
    },
    forwardHeaders: forwardedHeaders(headers),
    receivedAt,
    receivedWallMs,
    warnings,
  }
}
