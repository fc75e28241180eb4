import { randomUUIDv7 } from 'node:crypto'
import type { AnswerHead, AnswerSink, Serving } from '#domain/attempt'
import type { VirtualKey } from '#domain/configuration'
import type { Asked, JudgeQuestion } from '#domain/quality'
import type { Admitted, Planned } from '#domain/request'
import type { RecordSink } from '#domain/record'
import { acceptRequest } from '#accept/accept-request'
import { plan } from '#plan/plan'
import { runPlan } from '#run/run-plan'
import { NO_CONDITIONS } from '#run/trigger'
import { settle } from '#settle/settle'
import { openaiChat } from '#wire/openai-chat/codec'
import { readChoices } from '#wire/openai-chat-text'
import type { Gateway } from './request.ts'
import { runPorts } from './request.ts'

/**
 * Asks a configured model about an answer: planned, run and recorded like any request, with a deadline of its own. The
 * record has the name of the key whose answer it is, and says which request's. What judges say is not judged. Never
 * rejects for what a provider does.
 */
export async function askJudge(question: JudgeQuestion, gateway: Gateway): Promise<Asked> {
  const configuration = gateway.others?.().get(question.key.sha256) ?? gateway.configuration()
  const admitted = admittedOf(question, gateway)
  const planned = plan(admitted, {
    configuration,
    health: gateway.states,
    rotation: gateway.rotation.of(configuration),
    random: gateway.random,
    budgets: gateway.budgets,
    now: gateway.clock.now(),
  })
  if (planned.kind === 'refused')
    return { kind: 'failed', detail: `the judge cannot be asked: ${planned.code}` }
  const unwatched: Planned = { admitted, plan: { ...planned, policy: { ...planned.policy, quality: null } } }
  const sink = new KeptAnswer()
  const answered = await runPlan(unwatched, sink, runPorts(gateway, configuration, null))
  const { result } = answered
  const records: RecordSink = {
    write: (record) =>
      gateway.records.write({ ...record, routing: { ...record.routing, judges: question.requestId } }),
  }
  settle(answered, result.kind === 'answered' ? 200 : 502, {
    clock: gateway.clock,
    records,
    sessions: gateway.sessions,
    configuration,
  })
  if (result.kind !== 'answered') {
    const why = result.kind === 'failed' ? result.failure.class : result.kind
    return { kind: 'failed', detail: `the judge did not answer: ${why}` }
  }
  return { kind: 'answered', text: readChoices(sink.chunks, false)?.[0]?.text ?? '' }
}

const encoder = new TextEncoder()
const NOTHING = (): void => undefined

function admittedOf(question: JudgeQuestion, { clock }: Gateway): Admitted {
  const messages = [
    { role: 'system', content: question.system },
    { role: 'user', content: question.user },
  ]
  const accepted = acceptRequest({
    id: randomUUIDv7(),
    headers: { 'x-deadline-ms': String(question.timeoutMs) },
    bytes: Buffer.from(encoder.encode(JSON.stringify({ model: question.model, messages }))),
    receivedAt: clock.now(),
    receivedWallMs: clock.wallMs(),
    compileTriggers: () => NO_CONDITIONS,
    codec: openaiChat,
    given: null,
  })
  // Limits of the key are for what its users ask.
  return { accepted, key: allowed(question), limitHeaders: [], release: NOTHING }
}

const judging = new WeakMap<VirtualKey, Map<string, VirtualKey>>()

/** The key as a judge uses it: it may call the one model that the operator chose, and has no policies. */
function allowed({ key, model }: JudgeQuestion): VirtualKey {
  let byModel = judging.get(key)
  if (byModel === undefined) judging.set(key, (byModel = new Map<string, VirtualKey>()))
  let own = byModel.get(model)
  if (own === undefined) {
    const slash = model.indexOf('/')
    const models = slash > 0 ? [model, `${model.slice(0, slash)}/*`] : [model]
    byModel.set(model, (own = { ...key, models, routing: {} }))
  }
  return own
}

/** Keeps the answer instead of sending it on. */
class KeptAnswer implements AnswerSink {
  chunks: readonly Uint8Array[] = []

  whole(_head: AnswerHead, _serving: Serving, chunks: readonly Uint8Array[]): void {
    this.chunks = chunks
  }

  commit(): void {}

  write(): boolean {
    return true
  }

  end(): void {}

  breakOff(): void {}

  onDrain(): void {}

  onHangup(): void {}

  flush(): void {}
}
