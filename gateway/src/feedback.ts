import { randomUUIDv7 } from 'node:crypto'
import type { Clock } from '#domain/clock'
import type { Configuration } from '#domain/configuration'
import type { Deployment } from '#domain/deployment'
import { GatewayError } from '#domain/errors'
import type { UsageRecord } from '#domain/record'
import type { KnownCaller } from '#admit/admit'
import type { DeploymentStates } from '#run/deployment-states'
import type { PastRequests } from './past-requests.ts'

/** What was said of older answers is kept, but tells nothing about how a deployment is now. */
const COUNTS_FOR_MS = 3_600_000
/** One answer counts once: of so many it is remembered that they did. */
const MAX_COUNTED = 10_000
const MAX_COMMENT_CHARS = 4_000
const MEMBERS = ['id', 'score', 'thumbs', 'comment']
const FIRST_ERROR_STATUS = 400

export interface FeedbackPorts {
  readonly clock: Clock
  readonly states: DeploymentStates
  readonly past: PastRequests
}

/** What `POST /v1/feedback` answers. */
interface TakenFeedback {
  readonly object: 'feedback'
  readonly id: string
  readonly request: string
  readonly score: number
  /** It moved the score of the deployment that answered. */
  readonly counts: boolean
}

/** Takes what users think of answers: kept for people, and part of the score of the deployment that answered. */
export class FeedbackDesk {
  readonly #ports: FeedbackPorts
  readonly #counted = new Set<string>()

  constructor(ports: FeedbackPorts) {
    this.#ports = ports
  }

  /** Throws `GatewayError` for bad input, and for requests that were not answered or are not of this key. */
  async take(body: Readonly<Record<string, unknown>>, caller: KnownCaller): Promise<TakenFeedback> {
    const { request, score, comment } = readFeedback(body)
    const { past, clock } = this.#ports
    const { record } = await past.find(request, caller)
    if (record.deployment === null || record.status >= FIRST_ERROR_STATUS) {
      throw new GatewayError('request_not_found', {
        message: 'The request with this id was not answered: there is nothing to rate.',
        param: 'id',
      })
    }
    const id = randomUUIDv7()
    const { deployment } = record
    past.rate({ id, at: clock.wallMs(), request, key: caller.key.name, deployment, score, comment })
    return { object: 'feedback', id, request, score, counts: this.#count(record, score, caller) }
  }

  #count(record: UsageRecord, score: number, { configuration }: KnownCaller): boolean {
    const { clock, states } = this.#ports
    if (clock.wallMs() - record.at > COUNTS_FOR_MS || this.#counted.has(record.id)) return false
    const deployment = deploymentOf(record, configuration)
    if (deployment === null) return false
    this.#counted.add(record.id)
    const [oldest] = this.#counted
    if (this.#counted.size > MAX_COUNTED && oldest !== undefined) this.#counted.delete(oldest)
    states.scored(deployment, score, clock.now())
    return true
  }
}

function readFeedback(body: Readonly<Record<string, unknown>>): {
  readonly request: string
  readonly score: number
  readonly comment: string | null
} {
  const unknown = Object.keys(body).find((name) => !MEMBERS.includes(name))
  if (unknown !== undefined) {
    throw invalid(unknown.slice(0, 60), `is not known; known are ${MEMBERS.join(', ')}`)
  }
  const { id, comment = null } = body
  if (typeof id !== 'string') throw invalid('id', 'must be the x-request-id of an answer')
  if (comment !== null && (typeof comment !== 'string' || comment.length > MAX_COMMENT_CHARS)) {
    throw invalid('comment', `must be text of at most ${MAX_COMMENT_CHARS} characters`)
  }
  return { request: id, score: readScore(body['score'], body['thumbs']), comment }
}

function readScore(score: unknown, thumbs: unknown): number {
  if (thumbs !== undefined && score !== undefined)
    throw invalid('thumbs', 'stands in place of score: send one')
  if (thumbs !== undefined) {
    if (thumbs === 'up') return 1
    if (thumbs === 'down') return 0
    throw invalid('thumbs', 'must be "up" or "down"')
  }
  if (typeof score === 'number' && score >= 0 && score <= 1) return score
  throw invalid('score', 'must be a number from 0 to 1, or `thumbs` must be "up" or "down"')
}

function invalid(param: string, message: string): GatewayError {
  return new GatewayError('invalid_body', { message: `\`${param}\` ${message}.`, param })
}

/** The deployment as it is configured now; `null` where it is not any more. */
function deploymentOf(record: UsageRecord, configuration: Configuration): Deployment | null {
  const chains = [...configuration.chains.values()].flatMap(({ steps }) => steps)
  const [provider = '', ...upstream] = record.requestedModel.split('/')
  const direct = configuration.implicitModel(provider, upstream.join('/'))
  for (const { deployments } of [
    ...configuration.models.values(),
    ...chains,
    direct ?? { deployments: [] },
  ]) {
    const found = deployments.find(({ label }) => label === record.deployment)
    if (found !== undefined) return found
  }
  return null
}
