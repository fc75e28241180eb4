import type { Call } from '#domain/attempt'
import type { Deployment } from '#domain/deployment'
import type { Failure } from '#domain/failure'
import type { Model } from '#domain/model'
import type { Accepted, RequestBody } from '#domain/request'
import type { CanonicalRequest } from '#wire/canonical'
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

/** What an answer is stored as at its provider, where clients may go on from it. */
export function storedAs(
  id: string | null,
  { call, target }: { readonly call: Call; readonly target: Target },
): { readonly answerId?: string } {
  const isStored = id !== null && target.codec.id === 'openai-responses' && !isTranslated(call, target)
  return isStored ? { answerId: id } : {}
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

/**
 * Why a request cannot be sent to a deployment at all: it has no endpoint for it, or speaks another dialect than the one
 * in which something that is kept elsewhere was named. `null`: it can.
 */
export function unreachableAt({ dialect, body }: Accepted, deployment: Deployment): string | null {
  const target = targetOf(deployment, dialect)
  if (target.kind === null) return target.reason
  if (body.keptElsewhere === undefined || target.codec.id === dialect) return null
  return `\`${body.keptElsewhere.member}\` names something kept at another provider, and cannot be carried to ${target.codec.id}`
}

/** Why the request cannot be put into another dialect at all. */
export function untranslatable(call: Call, target: Target): Failure | null {
  if (!isTranslated(call, target) || canonicalOf(call) !== UNREADABLE) return null
  const message = `The request is nested deeper than ${MAX_NESTING} levels, and cannot be put into another dialect.`
  return {
    class: 'invalid_request',
    detail: 'the request is nested too deep',
    status: 400,
    upstream: { message, type: 'invalid_request_error', code: 'cannot_be_translated', param: null },
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
