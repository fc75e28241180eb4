import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describeMachine } from '../measure/machine.ts'
import { EXPERIMENTS } from './experiments/index.ts'
import { parseChaosOptions, USAGE } from './options.ts'
import type { ChaosResults, Section } from './page.ts'
import { renderPage, renderTable } from './page.ts'

async function main(): Promise<number> {
  let options: ReturnType<typeof parseChaosOptions>
  try {
    options = parseChaosOptions(process.argv.slice(2))
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    console.error(USAGE)
    return 2
  }
  const machine = describeMachine()
  const at = new Date().toISOString()
  const sections: Section[] = []
  for (const experiment of EXPERIMENTS.filter(({ name }) => options.only.includes(name))) {
    console.log(`\n${experiment.name} ...`)
    const before = performance.now()
    const { verdicts, reports } = await experiment.run(options)
    const seconds = (performance.now() - before) / 1_000
    const { name, about } = experiment
    sections.push({ name, about, verdicts, reports, seconds })
    console.log(`${renderTable(verdicts)}\n(${seconds.toFixed(1)} s)`)
  }
  const { seed, requests } = options
  const results: ChaosResults = { at, machine, seed, requests, sections }
  const file =
    options.out ?? join(import.meta.dirname, '../results', `chaos-${at.replaceAll(/[:.]/g, '-')}.json`)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`)
  console.log(`\nwritten: ${file}`)
  if (options.write)
    await writeFile(join(import.meta.dirname, '../../docs/reliability.md'), renderPage(results))
  const missed = sections.flatMap(({ verdicts }) => verdicts).filter(({ reached }) => reached === false)
  for (const { what, goal, value } of missed) console.error(`NOT reached: ${what}: ${value}, goal ${goal}`)
  return missed.length === 0 ? 0 : 1
}

process.exitCode = await main()
