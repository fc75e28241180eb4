import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { PlaceReport, SimulationReport, Spread } from '#simulator/policy/report'
import type { Scenario } from '#simulator/policy/scenario'
import { readScenario } from '#simulator/policy/scenario-file'
import { simulate } from '#simulator/policy/simulate'
import { formatProblems } from '#snapshot/format-problems'
import { loadConfig } from '#snapshot/load-config'
import { explainedKey } from '../explain.ts'
import type { CommandIo } from './command-io.ts'
import { EXIT, failed, UsageError } from './command-io.ts'

const USAGE = `usage: backstay simulate --config FILE (--scenario FILE | --model M) [--key NAME] [--seed N] [--json]

Puts the policy of a configuration through a scenario on a virtual clock: the engine that serves real requests, against
deployments that fail as the scenario says. Nothing is sent, hours pass in seconds, and the same seed gives the same
figures everywhere.

  --config FILE    configuration
  --scenario FILE  load and faults; docs/simulate.md says what may stand in it
  --model M        instead: a thousand requests for M, while the provider of its first deployment is down for a minute
  --key NAME       name of a key of the file; without it a key that may use everything
  --seed N         another luck than the scenario's
  --json           one JSON object instead of text
`

/** `backstay simulate`: 0 simulated, 1 the scenario or the file is refused, 2 wrong usage. */
export async function runSimulate(args: string[], io: CommandIo = process): Promise<number> {
  if (args.includes('--help')) {
    io.stdout.write(USAGE)
    return EXIT.done
  }
  try {
    const options = readOptions(args)
    const scenario = await scenarioOf(options)
    const report = await simulate(scenario)
    io.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : asText(report, scenario))
    return EXIT.done
  } catch (error) {
    return failed(error, USAGE, io)
  }
}

interface SimulateOptions {
  readonly config: string
  readonly scenario: string | undefined
  readonly model: string | undefined
  readonly key: string | undefined
  readonly seed: number | null
  readonly json: boolean
}

function readOptions(args: string[]): SimulateOptions {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args,
    options: {
      config: text,
      scenario: text,
      model: text,
      key: text,
      seed: text,
      json: { type: 'boolean', default: false },
    },
  })
  const { config, scenario, model, key, seed, json } = values
  if (config === undefined) throw new UsageError('--config FILE is missing.')
  if ((scenario === undefined) === (model === undefined)) {
    throw new UsageError('Either --scenario FILE or --model M is needed.')
  }
  if (seed !== undefined && !/^\d{1,15}$/u.test(seed)) throw new UsageError('--seed N is a whole number.')
  return { config, scenario, model, key, json, seed: seed === undefined ? null : Number(seed) }
}

async function scenarioOf(options: SimulateOptions): Promise<Scenario> {
  const loaded = await loadConfig(options.config, process.env)
  if (loaded.kind === 'refused') throw new Error(formatProblems(options.config, loaded.problems).join('\n'))
  const { configuration } = loaded
  const key = explainedKey(configuration, options.key)
  if (key === null) {
    const names = [...configuration.keys.values()].map(({ name }) => name).join(', ')
    throw new UsageError(`There is no key "${options.key ?? ''}"; there are: ${names}.`)
  }
  const name = options.scenario ?? 'the scenario'
  const text = options.scenario === undefined ? null : readText(options.scenario)
  const read = readScenario(text ?? outageOf(options.model ?? '', configuration), configuration, key)
  if (read.kind === 'refused') throw new Error(read.problems.map((line) => `${name}: ${line}`).join('\n'))
  return options.seed === null ? read.scenario : { ...read.scenario, seed: options.seed }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Error(`The scenario ${path} cannot be read.`, { cause })
  }
}

/** What is asked first: how the policy copes when the first provider is gone. */
function outageOf(model: string, { models, chains, aliases }: Scenario['configuration']): string {
  const name = aliases.get(model) ?? model
  const first = models.get(name)?.deployments[0] ?? chains.get(name)?.steps[0]?.deployments[0]
  const at = first === undefined ? {} : { provider: first.provider.name }
  const outage = { kind: 'outage', at, how: 'overloaded', from_ms: 20_000, to_ms: 80_000 }
  return JSON.stringify({ model, faults: [outage] })
}

function asText(report: SimulationReport, { load, seed }: Scenario): string {
  const { requests, answered, failed: refused, broken, doomed, attempts, mostAttempts, reasons } = report
  const lines = [
    `${requests} requests for ${load.model} in ${Math.round(report.durationMs / 1_000)} s of virtual time, seed ${seed}`,
    `answered ${answered}, failed ${refused}, broken off ${broken}; no order of the allowed tries would have answered ${doomed}`,
    ...Object.entries(reasons).map(([reason, count]) => `  ${count} × ${reason}`),
    `attempts ${attempts} (${(attempts / Math.max(1, requests)).toFixed(2)} per request, at most ${mostAttempts})`,
    `until the answer begins: ${spreadText(report.waits)}`,
    ...(report.moves.count === 0 ? [] : [`from a failure to the next place: ${spreadText(report.moves)}`]),
    '',
    ...tableOf(report.places),
  ]
  for (const { request, atMs, reason, attempts: tried } of report.unlucky.slice(0, 5)) {
    lines.push(
      '',
      `request ${request} at ${(atMs / 1_000).toFixed(1)} s: ${reason}`,
      ...tried.map((one) => `  ${one}`),
    )
  }
  return `${lines.join('\n')}\n`
}

function tableOf(places: readonly PlaceReport[]): readonly string[] {
  const rows = [
    ['deployment', 'calls', 'first', 'wasted', 'opened', 'back after'],
    ...places.map(({ label, calls, firstShare, wasted, openings, recoveries: { mostMs } }) => [
      label,
      String(calls),
      `${(firstShare * 100).toFixed(1)} %`,
      String(wasted),
      String(openings),
      mostMs === null ? '' : `${(mostMs / 1_000).toFixed(1)} s`,
    ]),
  ]
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
}

function spreadText({ count, p50Ms, p99Ms, mostMs }: Spread): string {
  if (count === 0) return 'never'
  const text = (ms: number | null): string => (ms === null ? '–' : `${Math.round(ms)} ms`)
  return `half within ${text(p50Ms)}, 99 % within ${text(p99Ms)}, all within ${text(mostMs)}`
}
