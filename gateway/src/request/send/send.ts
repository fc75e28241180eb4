import type { AttemptHandle, AttemptObserver, Call, Send } from '#domain/attempt'
import type { Clock } from '#domain/clock'
import { editJson } from '#wire/json-edit'
import { Attempt } from './attempt.ts'
import type { Outgoing } from './exchange.ts'
import { targetOf, type Target } from './target.ts'
import { createTransport } from './transport.ts'

export interface SendOptions {
  readonly clock: Clock
}

/** Stage 5 over real connections. `close` destroys every connection; attempts under way end as network failures. */
export function createSend({ clock }: SendOptions): {
  readonly send: Send
  readonly close: () => Promise<void>
} {
  const transport = createTransport()

  function send(call: Call, observer: AttemptObserver): AttemptHandle {
    const target = targetOf(call.deployment)
    if (target.kind === null) {
      const failure = { class: 'model_unavailable', detail: target.reason } as const
      const unsent = { over: false }
      queueMicrotask(() => {
        if (!unsent.over) observer.ended({ kind: 'failed', failure, usage: null })
      })
      return { abort: () => ((unsent.over = true), null), pause: nothing, resume: nothing }
    }
    const { streamed, includeUsage } = call.accepted.body
    const asksUsage = streamed && !includeUsage && target.editsWithUsage !== null
    const attempt = new Attempt({ call, observer, clock, kind: target.kind, dropUsage: asksUsage })
    attempt.exchange = transport.open(target, outgoingFor(call, target, asksUsage), attempt)
    return attempt
  }

  return { send, close: () => transport.close() }
}

function nothing(): void {
  // There is no connection to pause.
}

/** The request as it goes out: the client's bytes with the necessary edits, and no header that is not on the list. */
export function outgoingFor(call: Call, target: Target, asksUsage: boolean): Outgoing {
  const { body, forwardHeaders } = call.accepted
  const edits = asksUsage && target.editsWithUsage !== null ? target.editsWithUsage : target.edits
  return {
    path: target.path,
    headers: forwardHeaders.length === 0 ? target.headers : withForwarded(target, forwardHeaders),
    body: editJson(body.bytes, edits, body.controlMembers),
  }
}

function withForwarded(target: Target, forwarded: readonly (readonly [string, string])[]): readonly string[] {
  const headers = [...target.headers]
  for (const [name, value] of forwarded) {
    if (!target.taken.has(name.toLowerCase())) headers.push(name, value)
  }
  return headers
}
