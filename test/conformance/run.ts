import { AssertionError } from 'node:assert'
import { poll } from '../e2e/poll.ts'
import type { Behavior } from './behavior.ts'
import { BEHAVIORS } from './behaviors/index.ts'
import type { Gateway } from './gateway.ts'
import { NotConfigurable } from './gateway.ts'
import { startWorld } from './world.ts'

export interface Result {
  readonly behavior: Behavior
  readonly verdict: 'holds' | 'fails' | 'cannot be configured'
  /** What was seen instead, or what there is no setting for. */
  readonly why: string
}

const LIMIT_MS = 110_000

/** Tries one behavior on a gateway of its own. */
export async function tryBehavior(gateway: Gateway, behavior: Behavior): Promise<Result> {
  const answer = attempt(gateway, behavior)
  let result: Result | undefined
  void answer.then((value) => (result = value))
  try {
    return await poll(() => result, LIMIT_MS)
  } catch {
    return { behavior, verdict: 'fails', why: 'it did not come to an end' }
  }
}

async function attempt(gateway: Gateway, behavior: Behavior): Promise<Result> {
  try {
    await using world = await startWorld(gateway, behavior.wanted)
    await behavior.check(world)
    return { behavior, verdict: 'holds', why: '' }
  } catch (error) {
    const verdict = error instanceof NotConfigurable ? 'cannot be configured' : 'fails'
    return { behavior, verdict, why: oneLine(reasonOf(error)) }
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AssertionError && error.generatedMessage)
    return `saw ${JSON.stringify(error.actual)}, not ${String(error.expected instanceof RegExp ? error.expected : JSON.stringify(error.expected))}`
  return error instanceof Error ? error.message : String(error)
}

/** All behaviors, some at a time, in the order of the list. */
export async function runConformance(
  gateway: Gateway,
  done: (result: Result) => void,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const behavior of BEHAVIORS) {
    const result = await tryBehavior(gateway, behavior)
    results.push(result)
    done(result)
  }
  return results
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 160)
}
