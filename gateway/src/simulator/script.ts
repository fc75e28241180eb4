import type { Behavior } from './behavior.ts'
import { checkBehavior } from './check-behavior.ts'
import type { ReceivedRequest } from './request-log.ts'

/** Decides from the request; `undefined` leaves it to the rest of the script. */
export type Condition = (request: ReceivedRequest) => Behavior | undefined

/**
 * Which behavior a request gets: the next one of the queue, else what a condition says (the newest first), else that of
 * its key, else that of its model, else what holds always. Where several are given they take turns. Behaviors that
 * cannot be played throw a `TypeError` that says why.
 */
export interface Script {
  always(...behaviors: readonly Behavior[]): void
  /** Each for one request, before anything else. */
  next(...behaviors: readonly Behavior[]): void
  /** None given: the model is no longer special. */
  forModel(model: string, ...behaviors: readonly Behavior[]): void
  /** None given: the key is no longer special. */
  forKey(apiKey: string, ...behaviors: readonly Behavior[]): void
  when(condition: Condition): void
  /** Back to complete and immediate answers. */
  reset(): void
  /** Takes one-shot behaviors from the queue and advances turns. */
  behaviorFor(request: ReceivedRequest): Behavior
}

const NORMAL: Behavior = {}

export function createScript(): Script {
  let base = turns([])
  let queue: Behavior[] = []
  let conditions: Condition[] = []
  const models = new Map<string, Turns>()
  const keys = new Map<string, Turns>()
  return {
    always: (...behaviors) => {
      base = turns(behaviors)
    },
    next: (...behaviors) => {
      queue.push(...behaviors.map(checkBehavior))
    },
    forModel: (model, ...behaviors) => assign(models, model, behaviors),
    forKey: (apiKey, ...behaviors) => assign(keys, apiKey, behaviors),
    when: (condition) => {
      conditions = [condition, ...conditions]
    },
    reset: () => {
      base = turns([])
      queue = []
      conditions = []
      models.clear()
      keys.clear()
    },
    behaviorFor: (request) => {
      const queued = queue.shift()
      if (queued !== undefined) return queued
      for (const condition of conditions) {
        const behavior = condition(request)
        if (behavior !== undefined) return checkBehavior(behavior)
      }
      const special = keys.get(request.apiKey ?? '') ?? models.get(request.model ?? '')
      return (special ?? base)() ?? NORMAL
    },
  }
}

type Turns = () => Behavior | undefined

function turns(behaviors: readonly Behavior[]): Turns {
  const checked = behaviors.map(checkBehavior)
  let at = 0
  return () => checked[at++ % checked.length]
}

function assign(map: Map<string, Turns>, name: string, behaviors: readonly Behavior[]): void {
  if (behaviors.length === 0) map.delete(name)
  else map.set(name, turns(behaviors))
}
