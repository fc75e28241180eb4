import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { acceptRequest } from '#accept/accept-request'
import type { Configuration, VirtualKey } from '#domain/configuration'
import { GatewayError } from '#domain/errors'
import type { KeyId } from '#domain/names'
import { SmoothRotation } from '#plan/rotation'
import { DeploymentStates } from '#run/deployment-states'
import { formatProblems } from '#snapshot/format-problems'
import { loadConfig } from '#snapshot/load-config'
import type { Explanation } from '../explain.ts'
import { explain } from '../explain.ts'
import type { CommandIo } from './command-io.ts'
import { EXIT, failed, UsageError } from './command-io.ts'

const USAGE = `usage: backstay explain --config FILE --model M [--body FILE] [--key NAME] [--json]

Says what a request would go through, without sending it: where the policy comes from, who would be tried in which
order, who is passed over and why. Every deployment counts as healthy and idle.

  --config FILE  configuration
  --model M      model or chain, instead of the one in the body
  --body FILE    the request as JSON; without it a short chat message
  --key NAME     name of a key of the file; without it a key that may use everything
  --json         one JSON object instead of text
`

/** `backstay explain`: 0 there is a plan, 1 the request or the file is refused, 2 wrong usage. */
export async function runExplain(args: string[], io: CommandIo = process): Promise<number> {
  if (args.includes('--help')) {
    io.stdout.write(USAGE)
    return EXIT.done
  }
  try {
    const options = readOptions(args)
    const loaded = await loadConfig(options.config, process.env)
    if (loaded.kind === 'refused') throw new Error(formatProblems(options.config, loaded.problems).join('\n'))
    const explanation = explainOne(loaded.configuration, options)
    io.stdout.write(options.json ? `${JSON.stringify(explanation, null, 2)}\n` : asText(explanation))
    return explanation.refusal === null ? EXIT.done : EXIT.refused
  } catch (error) {
    return failed(error, USAGE, io)
  }
}

interface ExplainOptions {
  readonly config: string
  readonly model: string | undefined
  readonly body: string | undefined
  readonly key: string | undefined
  readonly json: boolean
}

function readOptions(args: string[]): ExplainOptions {
  const { values } = parseArgs({
    args,
    options: {
      config: { type: 'string' },
      model: { type: 'string' },
      body: { type: 'string' },
      key: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const { config, model, body, key, json } = values
  if (config === undefined) throw new UsageError('--config FILE is missing.')
  if (model === undefined && body === undefined) throw new UsageError('--model M or --body FILE is missing.')
  return { config, model, body, key, json }
}

function explainOne(configuration: Configuration, options: ExplainOptions): Explanation {
  const bytes = Buffer.from(JSON.stringify(bodyOf(options)))
  const accepted = acceptRequest({ id: 'explain', headers: {}, bytes, receivedAt: 0, receivedWallMs: 0 })
  return explain(accepted, {
    configuration,
    key: keyOf(configuration, options.key),
    health: new DeploymentStates({
      random: () => 0,
      cooldown: () => configuration.cooldown,
      onEvent: () => undefined,
    }),
    rotation: new SmoothRotation(),
    now: 0,
  })
}

function bodyOf({ body, model }: ExplainOptions): Record<string, unknown> {
  if (body === undefined) return { model, messages: [{ role: 'user', content: 'Hello' }] }
  const read: unknown = JSON.parse(readText(body))
  if (typeof read !== 'object' || read === null || Array.isArray(read)) {
    throw new GatewayError('invalid_body', { message: `${body} does not hold a JSON object.` })
  }
  return { ...read, ...(model !== undefined && { model }) }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Error(`The request ${path} cannot be read.`, { cause })
  }
}

function keyOf({ keys, providers }: Configuration, name: string | undefined): VirtualKey {
  if (name === undefined)
    return { ...EVERYTHING, models: ['*', ...[...providers.keys()].map((provider) => `${provider}/*`)] }
  const found = [...keys.values()].find((key) => key.name === name)
  if (found !== undefined) return found
  const known = [...keys.values()].map((key) => key.name).join(', ')
  throw new UsageError(`There is no key "${name}"; there are: ${known}.`)
}

const EVERYTHING: VirtualKey = {
  id: 'explain' as KeyId,
  name: '(a key that may use everything)',
  sha256: '',
  models: [],
  ip: { allow: [], deny: [] },
  limits: { requestsPerMinute: null, tokensPerMinute: null, concurrency: null },
  routing: {},
}

function asText(explanation: Explanation): string {
  const { requestedModel, key, refusal, source, order, skipped, triggers, warnings } = explanation
  const lines = [`${requestedModel}, asked for by ${key}`]
  if (refusal !== null) lines.push(`refused: ${refusal.code}: ${refusal.message}`)
  if (source !== null) {
    lines.push(
      `list from ${source.candidates}, strategy ${explanation.strategy ?? ''} from ${source.strategy}`,
    )
    lines.push(
      `moves to another model on (from ${source.triggers}): ${[...(triggers?.classes ?? []), ...(triggers?.statuses ?? [])].join(', ')}`,
    )
    lines.push(
      `at most ${explanation.maxMoves ?? 0} moves, ${explanation.maxTotalAttempts ?? 0} attempts, ${explanation.deadlineMs ?? 0} ms`,
    )
  }
  order.forEach((step, index) => {
    const place = step.region === null ? step.provider : `${step.provider}, ${step.region}`
    lines.push(
      `${String(index + 1).padStart(3)}. ${step.model}: ${step.deployment} (${place}), tries ${step.maxAttempts}`,
    )
  })
  for (const { deployment, reason } of skipped) lines.push(`  -  ${deployment}: ${reason}`)
  for (const warning of warnings) lines.push(`warning: ${warning}`)
  return `${lines.join('\n')}\n`
}
