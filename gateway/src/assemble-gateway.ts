import { Examiner } from '#checking/examiner'
import { Webhooks } from '#checking/webhooks'
import { TokenCounter } from '#counting/token-counter'
import type { RecordSink } from '#domain/record'
import type { Gateway } from '#request'
import { createSend } from '#send/send'
import { askJudge } from './ask-judge.ts'
import type { RequestState, RequestStateOptions } from './request-state.ts'
import { requestState } from './request-state.ts'
import { systemClock } from './system-clock.ts'

/** A gateway that reaches real providers, and what ends its connections and threads. */
export interface AssembledGateway {
  readonly gateway: Gateway & RequestState
  readonly close: () => Promise<void>
}

export interface AssembleOptions extends Omit<RequestStateOptions, 'clock' | 'random'> {
  readonly records: RecordSink
  /** Providers may be at link-local addresses; default not. */
  readonly allowLinkLocal?: boolean
  /** Configurations of other organisations, by the SHA-256 of each of their keys. */
  readonly others?: Gateway['others']
}

/** The data plane with everything that it reaches the outside through but its callers. */
export function assembleGateway({
  records,
  allowLinkLocal = false,
  ...options
}: AssembleOptions): AssembledGateway {
  const clock = systemClock
  const sending = createSend({ clock, allowLinkLocal })
  const examiner = new Examiner()
  const webhooks = new Webhooks(clock)
  const counter = new TokenCounter()
  const gateway: AssembledGateway['gateway'] = {
    ...requestState({ ...options, clock, random: Math.random }),
    send: sending.send,
    records,
    countInput: counter.count,
    ...(options.others !== undefined && { others: options.others }),
    checks: {
      examine: examiner.examine,
      post: webhooks.post,
      ask: (question) => askJudge(question, gateway),
    },
  }
  const close = async (): Promise<void> => {
    await Promise.all([sending.close(), webhooks.close(), examiner.close(), counter.close()])
  }
  return { gateway, close }
}
