import type { Verdict } from '../experiment.ts'

/** Something that is done to real processes under load, and what came of it. */
export interface ProcessExperiment {
  readonly name: string
  /** For the reader of the page. */
  readonly about: string
  run(): Promise<readonly Verdict[]>
}
