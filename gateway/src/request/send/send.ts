import type { AttemptHandle, AttemptObserver, Call, Send } from '#domain/attempt'
import type { Clock } from '#domain/clock'
import type { Failure } from '#domain/failure'
import type { FormBody } from '#domain/form'
import type { DialectId } from '#wire/canonical'
import { editForm } from '#wire/form-edit'
import { editJson } from '#wire/json-edit'
import { Attempt } from './attempt.ts'
import { oneLine } from './classify.ts'
import { cloudProof } from './cloud-proof.ts'
import type { Outgoing } from './exchange.ts'
import { redactFor } from './redact.ts'
import { targetOf, type CloudAccess, type Target } from './target.ts'
import { isTranslated, translatedBody, untranslatable } from './translation.ts'
import type { TransportOptions } from './transport.ts'
import { createTransport } from './transport.ts'

export interface SendOptions extends TransportOptions {
  readonly clock: Clock
}

/** Stage 5 over real connections. `close` destroys every connection; attempts under way end as network failures. */
export function createSend({ clock, ...options }: SendOptions): {
  readonly send: Send
  readonly close: () => Promise<void>
} {
  const transport = createTransport(options)
  const prove = cloudProof()

  function send(call: Call, observer: AttemptObserver): AttemptHandle {
    const target = targetOf(call.deployment, call.accepted.dialect)
    if (target.kind === null) {
      return unsent({ class: 'model_unavailable', detail: target.reason }, observer)
    }
    const refusal = untranslatable(call, target)
    if (refusal !== null) return unsent(refusal, observer)
    const { streamed, includeUsage } = call.accepted.body
    const asksUsage = streamed && !includeUsage && target.editsWithUsage !== null
    const outgoing = outgoingFor(call, target, asksUsage)
    const { losses } = outgoing
    const attempt = new Attempt({ call, observer, clock, target, dropUsage: asksUsage, losses })
    if (target.cloud === null) attempt.exchange = transport.open(target, outgoing, attempt)
    else void openProven(attempt, outgoing, target.cloud)
    return attempt
  }

  /** The proof may have to be fetched first; nobody may want the answer any more by then. */
  async function openProven(attempt: Attempt, outgoing: Outgoing, cloud: CloudAccess): Promise<void> {
    const { call, target } = attempt.options
    try {
      const proven = await prove(outgoing, target.origin, cloud)
      if (!attempt.over) attempt.exchange = transport.open(target, proven, attempt)
    } catch (error) {
      const why = oneLine(redactFor(call.deployment)(error instanceof Error ? error.message : String(error)))
      const failure = { class: 'auth', detail: `no proof of identity for ${cloud.kind}: ${why}` } as const
      attempt.ended({ kind: 'failed', failure, usage: null }, 'destroy')
    }
  }

  return { send, close: () => transport.close() }
}

/** An attempt that failed before there was anything to send. */
function unsent(failure: Failure, observer: AttemptObserver): AttemptHandle {
  let over = false
  queueMicrotask(() => {
    if (!over) observer.ended({ kind: 'failed', failure, usage: null })
  })
  const abort = (): null => ((over = true), null)
  return { abort, delivered: nobody, used: nobody, pause: nothing, resume: nothing }
}

function nobody(): null {
  return null
}

function nothing(): void {
  // There is no connection to pause.
}

/** What goes out, and what of the request does not. */
interface OutgoingRequest extends Outgoing {
  readonly losses: readonly string[]
}

const NO_LOSSES: readonly string[] = []

/**
 * The request as it goes out: the client's bytes with the necessary edits where the provider speaks the client's dialect,
 * else a translation; and no header that is not on the list.
 */
export function outgoingFor(call: Call, target: Target, asksUsage: boolean): OutgoingRequest {
  const { body, forwardHeaders } = call.accepted
  const path = body.streamed ? target.streamPath : target.path
  const headers = forwardHeaders.length === 0 ? target.headers : withForwarded(target, forwardHeaders)
  if (isTranslated(call, target)) {
    const { value, losses } = translatedBody(call, target)
    return { path, headers, body: value, losses }
  }
  if (body.form !== undefined) {
    const edited = editForm({ bytes: body.bytes, form: body.form }, target.formEdits, body.controlMembers)
    return { path, headers: ofForm(headers, body.form), body: edited, losses: NO_LOSSES }
  }
  const cut = target.cut.length === 0 ? body.controlMembers : [...target.cut, ...body.controlMembers]
  const edits = asksUsage && target.editsWithUsage !== null ? target.editsWithUsage : target.edits
  return { path, headers, body: editJson(body.bytes, edits, cut), losses: NO_LOSSES }
}

/** The boundary is the client's. */
function ofForm(headers: readonly string[], { contentType }: FormBody): readonly string[] {
  const at = headers.indexOf('content-type')
  return headers.with(at + 1, contentType)
}

/** What the caller says of itself goes before what is said for everybody; words of a vendor go to that vendor's dialect. */
function withForwarded(target: Target, forwarded: readonly (readonly [string, string])[]): readonly string[] {
  const passed = forwarded.filter(([name]) => !target.taken.has(name) && isFor(name, target.codec.id))
  if (passed.length === 0) return target.headers
  const headers: string[] = []
  for (let at = 0; at < target.headers.length; at += 2) {
    const [name = '', value = ''] = target.headers.slice(at, at + 2)
    if (!passed.some(([own]) => own === name)) headers.push(name, value)
  }
  for (const [name, value] of passed) headers.push(name, value)
  return headers
}

function isFor(name: string, dialect: DialectId): boolean {
  if (name.startsWith('anthropic-')) return dialect.startsWith('anthropic-')
  return !name.startsWith('openai-') || dialect.startsWith('openai-')
}
