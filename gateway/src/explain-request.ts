import type { ExplainRequest } from '@backstay/contract/admin'
import { acceptRequest } from '#accept/accept-request'
import { GatewayError } from '#domain/errors'
import type { BudgetStore } from '#domain/budget'
import type { Clock } from '#domain/clock'
import type { Configuration } from '#domain/configuration'
import type { Sessions } from '#domain/sessions'
import type { Rotations } from '#plan/rotations'
import { compileTriggers } from '#run/compile-triggers'
import type { DeploymentStates } from '#run/deployment-states'
import { openaiChat } from '#wire/openai-chat/codec'
import type { Explanation } from './explain.ts'
import { explain, explainedKey, SHORT_CHAT } from './explain.ts'

/** What requests are planned with at this moment. */
export interface LivePlanning {
  readonly configuration: Configuration
  readonly states: DeploymentStates
  readonly rotation: Rotations
  readonly budgets: BudgetStore
  readonly sessions: Sessions
  readonly clock: Clock
}

/**
 * What would become of a request that came now, by the live configuration and states; takes no turn of real requests.
 *
 * @throws GatewayError - for a request that no client could send, with the path.
 */
export function explainRequest(asked: ExplainRequest, live: LivePlanning): Explanation {
  const { configuration, states, rotation, budgets, sessions, clock } = live
  const key = explainedKey(configuration, asked.key)
  if (key === null) {
    const message = `There is no key "${asked.key ?? ''}".`
    throw new GatewayError('invalid_body', { message, param: 'key' })
  }
  const now = clock.now()
  const accepted = acceptRequest({
    id: 'explain',
    headers: lowerCased(asked.headers ?? {}),
    bytes: Buffer.from(asText({ ...(asked.body ?? SHORT_CHAT), model: asked.model })),
    receivedAt: now,
    receivedWallMs: clock.wallMs(),
    compileTriggers,
    codec: openaiChat,
    given: null,
  })
  return explain(accepted, {
    configuration,
    key,
    health: states,
    rotation: rotation.of(configuration).fork(),
    random: Math.random,
    now,
    budgets,
    sessions: { lookUp: (session, at) => sessions.lookUp(session, at), remember: () => undefined },
  })
}

function asText(body: object): string {
  try {
    return JSON.stringify(body)
  } catch (cause) {
    throw new GatewayError('invalid_body', {
      message: 'The body is nested too deeply.',
      param: 'body',
      cause,
    })
  }
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
