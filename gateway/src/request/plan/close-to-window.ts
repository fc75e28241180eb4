import type { Configuration } from '#domain/configuration'
import type { HealthView } from '#domain/health'
import type { Admitted } from '#domain/request'
import { isChat } from '#domain/request'
import { CERTAINLY_TOO_LONG } from './eligible.ts'
import { expectedInput } from './expected-input.ts'
import { prepare } from './prepare.ts'

/** Windows of models that nobody declared are larger. */
const USUAL_WINDOW = 4_096
const smallest = new WeakMap<Configuration, number>()

/** Does it depend on more than an estimate can tell whether a request fits into the window of one that may answer it. */
export function closeToWindow(admitted: Admitted, configuration: Configuration, health: HealthView): boolean {
  const { body, dialect } = admitted.accepted
  // Most requests are far shorter than any window.
  if (body.estimatedInputTokens * MOST <= smallestWindow(configuration) || !isChat(dialect)) return false
  const prepared = prepare(admitted, configuration)
  if (prepared.kind === 'refused') return false
  return prepared.candidates.some(({ model: { contextWindow: window }, deployments }) => {
    if (window === null) return false
    const tokens = expectedInput(body, health, deployments[0])
    return tokens * CERTAINLY_TOO_LONG > window && tokens < window * CERTAINLY_TOO_LONG
  })
}

/** What is learned may correct the estimate by so much. */
const MOST = 4 * CERTAINLY_TOO_LONG

function smallestWindow(configuration: Configuration): number {
  let window = smallest.get(configuration)
  if (window === undefined) {
    window = USUAL_WINDOW
    for (const { contextWindow } of configuration.models.values()) {
      if (contextWindow !== null) window = Math.min(window, contextWindow)
    }
    smallest.set(configuration, window)
  }
  return window
}
