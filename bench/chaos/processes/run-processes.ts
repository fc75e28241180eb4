import { stopAll } from '../../program.ts'
import type { Verdict } from '../experiment.ts'
import { renderTable } from '../page.ts'
import { PROCESS_EXPERIMENTS } from './experiments/index.ts'

export interface ProcessSection {
  readonly name: string
  readonly about: string
  readonly verdicts: readonly Verdict[]
  readonly seconds: number
}

/** Does to real processes what happens to them, one after the other. */
export async function runProcesses(): Promise<readonly ProcessSection[]> {
  const sections: ProcessSection[] = []
  try {
    for (const experiment of PROCESS_EXPERIMENTS) {
      const { name, about } = experiment
      console.log(`\n${name} ...`)
      const before = performance.now()
      const verdicts = await experiment.run()
      const seconds = (performance.now() - before) / 1_000
      sections.push({ name, about, verdicts, seconds })
      console.log(`${renderTable(verdicts)}\n(${seconds.toFixed(1)} s)`)
    }
  } finally {
    await stopAll()
  }
  return sections
}
