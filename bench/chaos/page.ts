import type { Machine } from '../measure/machine.ts'
import type { Outcome, Verdict } from './experiment.ts'
import type { ProcessSection } from './processes/run-processes.ts'

/** Everything one run found out; what the JSON file holds. */
export interface ChaosResults {
  readonly at: string
  readonly machine: Machine
  readonly seed: number
  readonly requests: number
  readonly sections: readonly Section[]
}

export interface Section extends Outcome {
  readonly name: string
  readonly about: string
  /** Real time that it took. */
  readonly seconds: number
}

const HEADINGS = ['what', 'goal', 'value', '']

const METHOD = `## Method

The engine that serves requests — planning, the run loop with its limits, breakers, cooldowns, ledgers, rotation, retry budget — runs
against simulated deployments on a virtual clock: a timer fires when nothing else is left to do, so that hours pass in seconds and nothing
depends on the machine. The configuration is compiled from the text of a file, with the shipped defaults for what is not said. Nothing of the
engine is replaced but what sends: an attempt answers, fails, breaks off or stays silent as the scenario has it.

Luck is drawn by position (seed, request, deployment, try), not in sequence. So every policy meets the same luck, and the floor is exact:
requests for which every try that the policy allows would have failed on arrival, whatever their order. An outcome counts as the client saw
it: the beginning and the whole of an answer, or an error. The same seed gives the same figures on every machine.`

/** The page that `--write` leaves behind. Goals that were missed stand there like the others. */
export function renderPage(results: ChaosResults, before: string): string {
  const { machine, seed, sections } = results
  const seconds = sections.reduce((sum, section) => sum + section.seconds, 0)
  const parts = [
    '# How reliable the engine is',
    `Written by \`npm run chaos -- --write\`; simulated ${results.at.slice(0, 10)} with seed ${seed} in ${seconds.toFixed(0)} s on ${machine.cpu}, ` +
      `${machine.cores} cores, Node ${machine.node}.`,
    ...sections.flatMap((section) => [`## ${section.name}`, section.about, markdownTable(section.verdicts)]),
    METHOD,
    processPart(before),
  ]
  return `${parts.join('\n\n')}\n`
}

const BEGIN = '<!-- processes -->'
const END = '<!-- /processes -->'

function processPart(page: string): string {
  const [, rest = ''] = page.split(BEGIN)
  return `${BEGIN}${rest.split(END)[0] ?? ''}${END}`
}

/** The page with what was found out with real processes, in place of what was there. */
export function withProcesses(
  page: string,
  found: { readonly at: string; readonly machine: Machine; readonly sections: readonly ProcessSection[] },
): string {
  const { at, machine, sections } = found
  const seconds = sections.reduce((sum, section) => sum + section.seconds, 0)
  const part = [
    BEGIN,
    '# How reliable it is as a process',
    `Written by \`npm run chaos -- --processes --write\` on ${at.slice(0, 10)} in ${seconds.toFixed(0)} s on ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}. ` +
      'The gateway runs as users start it; clients and providers are in another process and count what they sent and got, and the records are read from the store afterwards. Every request is on a connection of its own, every other one streamed.',
    ...sections.flatMap((section) => [`## ${section.name}`, section.about, markdownTable(section.verdicts)]),
    END,
  ].join('\n\n')
  const [before = '', rest = ''] = page.split(BEGIN)
  return `${before.trimEnd()}\n\n${part}${rest.split(END)[1] ?? '\n'}`
}

/** A table for the terminal. */
export function renderTable(verdicts: readonly Verdict[]): string {
  const rows = [HEADINGS, ...verdicts.map(cells)]
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function markdownTable(verdicts: readonly Verdict[]): string {
  const row = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`
  return [
    row(HEADINGS),
    row(HEADINGS.map(() => '---')),
    ...verdicts.map((verdict) => row(cells(verdict))),
  ].join('\n')
}

function cells({ what, goal, value, reached }: Verdict): string[] {
  return [what, goal ?? '–', value, reached === null ? '' : reached ? 'reached' : 'NOT reached']
}
