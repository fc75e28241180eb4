import { randomUUIDv7 } from 'node:crypto'
import type { DeploymentTest } from '@backstay/contract/admin'
import { acceptRequest } from '#accept/accept-request'
import type { Call } from '#domain/attempt'
import type { Deployment } from '#domain/deployment'
import type { Model } from '#domain/model'
import type { ModelType } from '#domain/model-type'
import type { Gateway } from '#request'
import type { AttemptEnd, AttemptOwner, AttemptPorts } from '#run/attempt'
import { Attempt } from '#run/attempt'
import { NO_CONDITIONS } from '#run/trigger'
import { testQuestion } from './test-question.ts'

/** Somebody watches. */
const LIMIT_MS = 30_000
const IMAGE_LIMIT_MS = 90_000
const SHOWN = 200

/** What became of really calling a deployment. Counts for nothing: it may never have been saved. */
export async function testDeployment(
  model: Model,
  deployment: Deployment,
  { clock, send }: Pick<Gateway, 'clock' | 'send'>,
): Promise<Omit<DeploymentTest, 'index'>> {
  const asked = { model: model.name, type: model.type, kind: deployment.provider.kind }
  const { codec, contentType, bytes } = testQuestion(asked)
  const accepted = acceptRequest({
    id: randomUUIDv7(),
    headers: { 'content-type': contentType },
    bytes,
    receivedAt: clock.now(),
    receivedWallMs: clock.wallMs(),
    compileTriggers: () => NO_CONDITIONS,
    codec,
    given: null,
  })
  const { end, status, answer } = await attemptOnce({ accepted, model, deployment }, { clock, send })
  const passed = end.kind === 'answered'
  return {
    provider: deployment.provider.name,
    model: deployment.upstreamModel,
    passed,
    skipped: false,
    latencyMs: Math.round(end.totalMs),
    status: end.failure?.status ?? status,
    class: end.failure?.class ?? null,
    message: end.failure === null ? null : (end.failure.upstream?.message ?? end.failure.detail),
    answer: passed ? inShort(model.type, Buffer.concat(answer)) : null,
    reportedModel: end.reportedModel,
  }
}

interface Attempted {
  readonly end: AttemptEnd
  readonly status: number | null
  readonly answer: readonly Uint8Array[]
}

async function attemptOnce(
  { accepted, model, deployment }: Pick<Call, 'accepted' | 'model' | 'deployment'>,
  ports: AttemptPorts,
): Promise<Attempted> {
  const limitMs = model.type === 'image' ? IMAGE_LIMIT_MS : LIMIT_MS
  const { connectMs, idleMs } = deployment.timeouts
  const attempt = new Attempt(
    ports,
    {
      connectMs,
      idleMs,
      answerMs: limitMs,
      answerClass: 'timeout',
      commitMs: limitMs + 1,
      deadlineMs: limitMs + 1,
    },
    { streamed: false },
  )
  const judge = { refusal: false, contentFilter: false }
  const rules = { hold: 'content', judge, malformedEvent: 'drop', tracked: false, mayBeEmpty: true } as const
  const answer: Uint8Array[] = []
  let status: number | null = null
  const end = await new Promise<AttemptEnd>((resolve, reject) => {
    const owner: AttemptOwner = {
      delivering: false,
      reported: () => undefined,
      committed: (head, chunks) => {
        status = head.status
        answer.push(...chunks)
        return true
      },
      bytes: (chunk) => {
        answer.push(chunk)
        return true
      },
      ended: resolve,
      crashed: reject,
    }
    attempt.run({ accepted, model, deployment, ...rules }, owner)
  })
  return { end, status, answer }
}

interface Answered {
  readonly choices?: readonly { readonly message?: { readonly content?: string | null } }[]
  readonly data?: readonly { readonly embedding?: readonly number[] | string }[]
  readonly results?: readonly { readonly flagged?: boolean }[]
  readonly text?: string
}

const BYTES_PER_FLOAT = 4

function inShort(type: ModelType, bytes: Buffer): string {
  if (type === 'tts') return `${bytes.length} bytes of sound`
  let read: Answered
  try {
    read = JSON.parse(bytes.toString('utf8')) as Answered
  } catch {
    return `${bytes.length} bytes`
  }
  const [first] = read.data ?? []
  const embedding = first?.embedding
  if (typeof embedding === 'string')
    return `${Buffer.from(embedding, 'base64').length / BYTES_PER_FLOAT} dimensions`
  if (embedding !== undefined) return `${embedding.length} dimensions`
  if (type === 'image') return `${read.data?.length ?? 0} image`
  if (read.results !== undefined) return read.results[0]?.flagged === true ? 'flagged' : 'not flagged'
  return (read.choices?.[0]?.message?.content ?? read.text ?? '').slice(0, SHOWN)
}
