import type { Call } from '#domain/attempt'
import type { Deployment } from '#domain/deployment'
import type { Failure } from '#domain/failure'
import type { Model } from '#domain/model'
import type { Accepted, RequestBody } from '#domain/request'
import type { CanonicalPart, CanonicalRequest } from '#wire/canonical'
import type { AnswerContext, Translated } from '#wire/codec'
import { clientCodec } from '#wire/codecs'
import { editJson } from '#wire/json-edit'
import { asObject, MAX_NESTING, parseJson } from '#wire/json-read'
import type { Target } from './target.ts'
import { targetOf } from './target.ts'

const MS_PER_S = 1000
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Read once per request, whatever the number of its attempts. */
const decoded = new WeakMap<RequestBody, Translated<CanonicalRequest>>()

/** In place of a request that was valid when it came: it must be nested too deep to be written again. */
const UNREADABLE = clientCodec('openai-chat').decodeRequest({})

/** Does the provider speak another dialect than the client. */
export function isTranslated({ accepted }: Call, { codec }: Target): boolean {
  return accepted.dialect !== codec.id
}

/** The request in the provider's dialect, with what could not be carried. */
export function translatedBody(call: Call, target: Target): Translated<Uint8Array> {
  const { deployment, model } = call
  const canonical = canonicalOf(call)
  const { value, losses } = target.codec.encodeRequest(canonical.value, {
    upstreamModel: deployment.upstreamModel,
    vendor: target.kind.vendor,
    maxOutputTokens: model.maxOutputTokens,
  })
  const bytes = editJson(encoder.encode(JSON.stringify(value)), target.edits, target.cut)
  return { value: bytes, losses: [...canonical.losses, ...losses] }
}

/** What of a request the provider of a deployment could not be told; nothing where it speaks the client's dialect. */
export function lossesAt(accepted: Accepted, model: Model, deployment: Deployment): readonly string[] {
  const target = targetOf(deployment, accepted.dialect)
  if (target.kind === null || target.codec.id === accepted.dialect) return NO_LOSSES
  const canonical = canonicalOf({ accepted })
  const { losses } = target.codec.encodeRequest(canonical.value, {
    upstreamModel: deployment.upstreamModel,
    vendor: target.kind.vendor,
    maxOutputTokens: model.maxOutputTokens,
  })
  return [...canonical.losses, ...losses]
}

const NO_LOSSES: readonly string[] = []

/** Members that stand for something kept at one provider: without it the request would mean something else. */
const KEPT_ELSEWHERE = [
  'previous_response_id',
  'conversation',
  'prompt',
  'cachedContent',
  'cached_content',
] as const

/** An item of Responses that is named instead of given. */
function isReference(part: CanonicalPart): boolean {
  return part.kind === 'foreign' && part.name === 'item_reference'
}

/** Why the request cannot be put into another dialect at all. */
export function untranslatable(call: Call, target: Target): Failure | null {
  if (!isTranslated(call, target)) return null
  const canonical = canonicalOf(call)
  if (canonical === UNREADABLE) {
    const message = `The request is nested deeper than ${MAX_NESTING} levels, and cannot be put into another dialect.`
    return {
      class: 'invalid_request',
      detail: 'the request is nested too deep',
      status: 400,
      upstream: { message, type: 'invalid_request_error', code: 'cannot_be_translated', param: null },
    }
  }
  const { rest, dialect, messages } = canonical.value
  const refers = messages.some(({ parts }) => parts.some(isReference))
  const member = refers ? 'input' : KEPT_ELSEWHERE.find((name) => rest[name] !== undefined)
  if (member === undefined) return null
  const message = `${member} names something that is kept at another provider than the one that was to answer in place of it.`
  return {
    class: 'invalid_request',
    detail: `${dialect} ${member} cannot be carried to ${target.codec.id}`,
    status: 400,
    upstream: { message, type: 'invalid_request_error', code: 'cannot_be_translated', param: member },
  }
}

/** What an answer is written by, for the client. */
export function answerContext(call: Call): AnswerContext {
  const { accepted, model } = call
  return {
    id: accepted.id,
    model: model.name,
    createdS: Math.floor(accepted.receivedWallMs / MS_PER_S),
    request: canonicalOf(call).value,
    includeUsage: accepted.body.includeUsage,
  }
}

function canonicalOf({ accepted }: Pick<Call, 'accepted'>): Translated<CanonicalRequest> {
  const { body } = accepted
  const known = decoded.get(body)
  if (known !== undefined) return known
  const members = asObject(parseJson(decoder.decode(body.bytes)))
  if (members === null) {
    decoded.set(body, UNREADABLE)
    return UNREADABLE
  }
  const kept = Object.entries(members).filter(([name]) => !body.controlMembers.includes(name))
  const read = clientCodec(accepted.dialect).decodeRequest(Object.fromEntries(kept))
  const canonical = { ...read, value: { ...read.value, streamed: body.streamed } }
  decoded.set(body, canonical)
  return canonical
}
