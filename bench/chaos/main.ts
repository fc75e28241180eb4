import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describeMachine } from '../measure/machine.ts'
import type { Verdict } from './experiment.ts'
import { EXPERIMENTS } from './experiments/index.ts'
import { parseChaosOptions, USAGE } from './options.ts'
import type { ChaosResults, Section } from './page.ts'
import { renderPage, renderTable, withProcesses } from './page.ts'
import { runProcesses } from './processes/run-processes.ts'

const PAGE = join(import.meta.dirname, '../../docs/reliability.md')

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
  if (options.processes) return processes(options.write)
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
  if (options.write) await writeFile(PAGE, renderPage(results, await readFile(PAGE, 'utf8').catch(() => '')))
  return exitCode(sections)
}

async function processes(write: boolean): Promise<number> {
  const sections = await runProcesses()
  const found = { at: new Date().toISOString(), machine: describeMachine(), sections }
  if (write) await writeFile(PAGE, withProcesses(await readFile(PAGE, 'utf8').catch(() => ''), found))
  return exitCode(sections)
}

function exitCode(sections: readonly { readonly verdicts: readonly Verdict[] }[]): number {
  const missed = sections.flatMap(({ verdicts }) => verdicts).filter(({ reached }) => reached === false)
  for (const { what, goal, value } of missed) console.error(`NOT reached: ${what}: ${value}, goal ${goal}`)
  return missed.length === 0 ? 0 : 1
}

process.exitCode = await main()
