import { randomUUIDv7 } from 'node:crypto'
import { acceptRequest } from '#accept/accept-request'
import type { Configuration } from '#domain/configuration'
import { costUsd } from '#domain/cost'
import type { AttemptRecord, UsageRecord } from '#domain/record'
import type { Accepted } from '#domain/request'
import { NO_USAGE } from '#domain/usage'
import type { Gateway } from '#request'
import type { AttemptEnd } from '#run/attempt'
import { probeAttempt } from '#run/probe-attempt'
import type { ProbeTarget, RunningProbe } from '#run/probes'
import { NO_CONDITIONS } from '#run/trigger'
import { openaiChat } from '#wire/openai-chat/codec'

/** What records have in place of a key. */
const PROBE_KEY = '(probe)'
/** Reasoning models refuse to be stopped before they have thought at all. */
const OUTPUT_TOKENS = { chat: 1, reasoning: 16 } as const
const OK = 200
const FAILED = 502

/** Deployments that a configuration wants probed. Types of model without an endpoint for chat are left out. */
export function probeTargets({ models, version }: Configuration): readonly ProbeTarget[] {
  return [...models.values()].flatMap((model) => {
    const everyMs = model.probeEveryMs
    if (everyMs === null || (model.type !== 'chat' && model.type !== 'reasoning')) return []
    return model.deployments
      .filter(({ enabled }) => enabled)
      .map((deployment) => ({ model, deployment, everyMs, version }))
  })
}

/** Sends the smallest request there is to one deployment, and records what it cost; `null` if there is no room for it. */
export function sendProbe(target: ProbeTarget, gateway: Gateway): RunningProbe | null {
  const accepted = probeRequest(target, gateway)
  const { clock, send, states } = gateway
  return probeAttempt(target, accepted, {
    clock,
    send,
    states,
    onEnd: (end, attempt) => {
      if (end.kind !== 'cancelled') gateway.records.write(recordOf(target, { accepted, end, attempt }))
    },
  })
}

function probeRequest({ model, deployment }: ProbeTarget, { clock }: Gateway): Accepted {
  // OpenAI's own endpoint has given up the older name; everybody else's knows it.
  const limit = deployment.provider.kind === 'openai' ? 'max_completion_tokens' : 'max_tokens'
  const body = {
    model: model.name,
    messages: [{ role: 'user', content: 'ping' }],
    [limit]: model.type === 'reasoning' ? OUTPUT_TOKENS.reasoning : OUTPUT_TOKENS.chat,
  }
  return acceptRequest({
    id: randomUUIDv7(),
    headers: {},
    bytes: Buffer.from(JSON.stringify(body)),
    receivedAt: clock.now(),
    receivedWallMs: clock.wallMs(),
    compileTriggers: () => NO_CONDITIONS,
    codec: openaiChat,
    given: null,
  })
}

interface Probed {
  readonly accepted: Accepted
  readonly end: AttemptEnd
  readonly attempt: AttemptRecord
}

function recordOf(
  { model, deployment, version }: ProbeTarget,
  { accepted, end, attempt }: Probed,
): UsageRecord {
  const answered = end.kind === 'answered'
  const cost = end.usage === null ? null : costUsd(deployment.price, end.usage)
  return {
    id: accepted.id,
    at: accepted.receivedWallMs,
    key: PROBE_KEY,
    organisation: deployment.organisation,
    requestedModel: accepted.requested,
    servedModel: answered ? model.name : null,
    provider: deployment.provider.name,
    deployment: deployment.label,
    type: model.type,
    dialect: accepted.dialect,
    streamed: false,
    status: answered ? OK : FAILED,
    errorClass: end.failure?.class ?? end.flag,
    tokens: end.usage ?? NO_USAGE,
    costUsd: answered ? cost : null,
    wastedCostUsd: answered ? null : cost,
    ttftMs: end.ttftMs,
    totalMs: end.totalMs,
    overheadMs: 0,
    configVersion: version,
    probe: true,
    routing: {
      strategy: 'probe',
      source: {},
      attempts: [attempt],
      skipped: [],
      fallbacks: [],
      warnings: [],
    },
  }
}
