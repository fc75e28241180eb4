import { parse } from 'yaml'
import * as z from 'zod'
import type { Configuration, VirtualKey } from '#domain/configuration'
import type { Deployment } from '#domain/deployment'
import type { Fault, Scenario, Speed, Where } from './scenario.ts'
import { MISHAPS, ORDINARY } from './scenario.ts'

/** Virtual time passes quickly, but every request is run. */
const MOST_REQUESTS = 1_000_000

const ms = z.number().min(0)
const share = z.number().min(0).max(1)
const how = z.enum(MISHAPS)
const where = z.strictObject({
  deployments: z.array(z.string()).optional(),
  provider: z.string().optional(),
  region: z.string().optional(),
})
const span = { from_ms: ms.default(0), to_ms: ms }

const fault = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('errors'),
    at: where.default({}),
    share,
    mix: z.partialRecord(how, z.number().positive()).default({ server_error: 1 }),
  }),
  z.strictObject({
    kind: z.literal('outage'),
    at: where.default({}),
    how: how.default('overloaded'),
    ...span,
  }),
  z.strictObject({
    kind: z.literal('flapping'),
    at: where.default({}),
    how: how.default('overloaded'),
    up_ms: ms,
    down_ms: ms,
    ...span,
  }),
  z.strictObject({ kind: z.literal('slow'), at: where.default({}), first_token_ms: ms, ...span }),
  z.strictObject({
    kind: z.literal('limit'),
    at: where.default({}),
    tokens_per_minute: z.int().min(1),
    hint: z.boolean().default(true),
  }),
])

const scenarioSchema = z.strictObject({
  seed: z.int().default(1),
  model: z.string(),
  requests: z.int().min(1).max(MOST_REQUESTS).default(1_000),
  per_second: z.number().positive().default(10),
  arrivals: z.enum(['even', 'poisson']).default('poisson'),
  streamed: share.default(0.5),
  input_tokens: z.int().min(0).default(200),
  output_tokens: z.int().min(1).default(150),
  speeds: z
    .record(
      z.string(),
      z.strictObject({
        first_token_ms: ms.default(ORDINARY.firstTokenMs),
        tokens_per_second: z.number().positive().default(ORDINARY.tokensPerSecond),
        spread: share.default(ORDINARY.spread),
      }),
    )
    .default({}),
  faults: z.array(fault).default([]),
})

type ScenarioFile = z.output<typeof scenarioSchema>

/** A scenario, or what is wrong with its text: one line for each, with the path. */
export type ReadScenario =
  | { readonly kind: 'scenario'; readonly scenario: Scenario }
  | { readonly kind: 'refused'; readonly problems: readonly string[] }

/** Reads the text of a scenario for requests of this key by this configuration. */
export function readScenario(text: string, configuration: Configuration, key: VirtualKey): ReadScenario {
  let value: unknown
  try {
    value = parse(text)
  } catch (error) {
    // What follows its first line is the text of the scenario.
    const [what = ''] = (error instanceof Error ? error.message : String(error)).split(':\n')
    return { kind: 'refused', problems: [`not valid YAML: ${what}`] }
  }
  const read = scenarioSchema.safeParse(value)
  if (!read.success) return { kind: 'refused', problems: read.error.issues.map(lineOf) }
  const problems = unknownNames(read.data, configuration)
  if (problems.length > 0) return { kind: 'refused', problems }
  return { kind: 'scenario', scenario: { ...scenarioOf(read.data), configuration, key } }
}

function scenarioOf(file: ScenarioFile): Omit<Scenario, 'configuration' | 'key'> {
  const speeds = Object.entries(file.speeds).map(([label, speed]): readonly [string, Speed] => [
    label,
    {
      firstTokenMs: speed.first_token_ms,
      tokensPerSecond: speed.tokens_per_second,
      spread: speed.spread,
    },
  ])
  return {
    seed: file.seed,
    load: {
      model: file.model,
      requests: file.requests,
      arrivals: { kind: file.arrivals, perSecond: file.per_second },
      streamed: file.streamed,
      inputTokens: file.input_tokens,
      outputTokens: file.output_tokens,
    },
    speeds: Object.fromEntries(speeds),
    faults: file.faults.map(faultOf),
  }
}

function faultOf(given: ScenarioFile['faults'][number]): Fault {
  const at = whereOf(given.at)
  switch (given.kind) {
    case 'errors':
      return { at, kind: 'errors', share: given.share, mix: definedOf(given.mix) }
    case 'outage':
      return { at, kind: 'outage', how: given.how, fromMs: given.from_ms, toMs: given.to_ms }
    case 'flapping': {
      const { how: mishap, up_ms: upMs, down_ms: downMs } = given
      return { at, kind: 'flapping', how: mishap, upMs, downMs, fromMs: given.from_ms, toMs: given.to_ms }
    }
    case 'slow':
      return {
        at,
        kind: 'slow',
        firstTokenMs: given.first_token_ms,
        fromMs: given.from_ms,
        toMs: given.to_ms,
      }
    case 'limit':
      return { at, kind: 'limit', tokensPerMinute: given.tokens_per_minute, hint: given.hint }
  }
}

function whereOf({ deployments, provider, region }: z.output<typeof where>): Where {
  return {
    ...(deployments !== undefined && { deployments }),
    ...(provider !== undefined && { provider }),
    ...(region !== undefined && { region }),
  }
}

function definedOf<K extends string>(mix: Readonly<Partial<Record<K, number | undefined>>>) {
  return Object.fromEntries(Object.entries(mix).filter(([, weight]) => weight !== undefined)) as Partial<
    Record<K, number>
  >
}

/** Names of deployments, providers and regions that the configuration does not have: a fault there would do nothing. */
function unknownNames(file: ScenarioFile, { models, chains, aliases }: Configuration): readonly string[] {
  const all = [
    ...[...models.values()].flatMap(({ deployments }) => deployments),
    ...[...chains.values()].flatMap(({ steps }) => steps.flatMap(({ deployments }) => deployments)),
  ]
  const known = {
    deployment: new Set(all.map(({ label }) => label)),
    provider: new Set(all.map(({ provider }) => provider.name as string)),
    region: new Set(all.flatMap((one) => regionOf(one) ?? [])),
  }
  const problems: string[] = []
  const [asked = ''] = file.model.split(/:(?:nitro|floor)$/u)
  if (!models.has(asked) && !chains.has(asked) && !aliases.has(asked) && !asked.includes('/')) {
    const there = [...models.keys(), ...chains.keys()].slice(0, 20).join(', ') || 'none'
    problems.push(`model: there is no model or chain "${file.model}"; there are: ${there}`)
  }
  const check = (path: string, what: keyof typeof known, name: string | undefined): void => {
    if (name === undefined || known[what].has(name)) return
    const there = [...known[what]].slice(0, 20).join(', ') || 'none'
    problems.push(`${path}: there is no ${what} "${name}"; there are: ${there}`)
  }
  for (const [index, { at }] of file.faults.entries()) {
    const path = `faults[${index}].at`
    for (const label of at.deployments ?? []) check(`${path}.deployments`, 'deployment', label)
    check(`${path}.provider`, 'provider', at.provider)
    check(`${path}.region`, 'region', at.region)
  }
  for (const label of Object.keys(file.speeds)) check('speeds', 'deployment', label)
  return problems
}

function regionOf({ region, provider }: Deployment): string | null {
  return region ?? provider.region
}

function lineOf({ path, message }: z.core.$ZodIssue): string {
  let place = ''
  for (const part of path) {
    if (typeof part === 'number') place += `[${part}]`
    else place += place === '' ? String(part) : `.${String(part)}`
  }
  return place === '' ? message : `${place}: ${message}`
}
