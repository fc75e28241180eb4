import fc from 'fast-check'
import type { Target } from './target.ts'

export interface TargetRun {
  readonly name: string
  readonly inputs: number
  readonly seconds: number
  /** `null`: everything held. */
  readonly broken: { readonly input: unknown; readonly why: string } | null
}

/** So many inputs, drawn from the seed; the first one that breaks something is made as small as it goes. */
export function runTarget(target: Target, inputs: number, seed: number): TargetRun {
  const before = performance.now()
  const details = fc.check(
    fc.property(target.inputs, (input) => target.check(input)),
    { numRuns: inputs, seed },
  )
  const seconds = (performance.now() - before) / 1_000
  const why =
    details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance)
  const broken = details.failed ? { input: details.counterexample?.[0] ?? null, why } : null
  return { name: target.name, inputs: details.numRuns, seconds, broken }
}
