import type { PlaceReport, SimulationReport, Spread } from '#simulator/policy/report'
import type { Scenario } from '#simulator/policy/scenario'
import { readScenario } from '#simulator/policy/scenario-file'
import { simulate } from '#simulator/policy/simulate'
import type { CommandIo } from './command-io.ts'
import { EXIT, UsageError } from './command-io.ts'
import { namedKey } from './named-key.ts'
import type { Values } from './option.ts'
import { flag, required, text, wholeNumber } from './option.ts'
import { readText } from './read-text.ts'
import { runCommand } from './run-command.ts'
import { usableConfig } from './usable-config.ts'

const USAGE = {
  words: 'simulate',
  about: `Puts the policy of a configuration through a scenario on a virtual clock: the engine that serves real requests, against
deployments that fail as the scenario says. Nothing is sent, hours pass in seconds, and the same seed gives the same
figures everywhere.`,
  options: {
    config: required(text('FILE', 'configuration')),
    scenario: text('FILE', 'load and faults; docs/simulate.md says what may stand in it'),
    model: text(
      'MODEL',
      'instead: a thousand requests for it, while the provider of its first deployment is down for a minute',
    ),
    key: text('NAME', 'name of a key of the file; default: a key that may use everything'),
    seed: wholeNumber({ least: 0, most: 999_999_999_999_999 }, "another luck than the scenario's"),
    json: flag('one JSON object instead of text'),
  },
}

type SimulateValues = Values<typeof USAGE.options>

/** `backstay simulate`: 0 simulated, 1 the scenario or the file is refused, 2 wrong usage. */
export function runSimulate(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(USAGE, { args, io }, async (values) => {
    if ((values.scenario === undefined) === (values.model === undefined)) {
      throw new UsageError('Either --scenario FILE or --model MODEL is needed.')
    }
    const scenario = await scenarioOf(values, io)
    const report = await simulate(scenario)
    io.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : asText(report, scenario))
    return EXIT.done
  })
}

async function scenarioOf(values: SimulateValues, { env }: CommandIo): Promise<Scenario> {
  const { configuration } = await usableConfig(values.config, env)
  const key = namedKey(configuration, values.key)
  const name = values.scenario ?? 'the scenario'
  const asked = values.scenario === undefined ? null : readText(values.scenario)
  const read = readScenario(asked ?? outageOf(values.model ?? '', configuration), configuration, key)
  if (read.kind === 'refused') throw new Error(read.problems.map((line) => `${name}: ${line}`).join('\n'))
  return values.seed === undefined ? read.scenario : { ...read.scenario, seed: values.seed }
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
  const told = (ms: number | null): string => (ms === null ? '–' : `${Math.round(ms)} ms`)
  return `half within ${told(p50Ms)}, 99 % within ${told(p99Ms)}, all within ${told(mostMs)}`
}
