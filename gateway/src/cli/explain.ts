import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { acceptRequest } from '#accept/accept-request'
import { BudgetLedger } from '#domain/budget-ledger'
import type { Configuration, VirtualKey } from '#domain/configuration'
import { GatewayError } from '#domain/errors'
import { SmoothRotation } from '#plan/rotation'
import { openaiChat } from '#wire/openai-chat/codec'
import { compileTriggers } from '#run/compile-triggers'
import { DeploymentStates } from '#run/deployment-states'
import { formatProblems } from '#snapshot/format-problems'
import { loadConfig } from '#snapshot/load-config'
import type { Explanation } from '../explain.ts'
import { explain, explainedKey, SHORT_CHAT } from '../explain.ts'
import type { CommandIo } from './command-io.ts'
import { systemClock } from '../system-clock.ts'
import { EXIT, failed, UsageError } from './command-io.ts'

const USAGE = `usage: backstay explain --config FILE --model M [--body FILE] [--key NAME] [--json]

Says what a request would go through, without sending it: where the policy comes from, who would be tried in which
order, who is passed over and why. Every deployment counts as healthy and idle, no budget as spent.

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
  const arrived = { id: 'explain', headers: {}, bytes, receivedAt: 0, receivedWallMs: 0 }
  const accepted = acceptRequest({ ...arrived, compileTriggers, codec: openaiChat, given: null })
  return explain(accepted, {
    configuration,
    key: keyOf(configuration, options.key),
    health: new DeploymentStates({
      random: () => 0,
      cooldown: () => configuration.cooldown,
      onEvent: () => undefined,
    }),
    rotation: new SmoothRotation(),
    random: () => 0,
    now: 0,
    budgets: new BudgetLedger({ clock: systemClock, onEvent: () => undefined }),
  })
}

function bodyOf({ body, model }: ExplainOptions): Record<string, unknown> {
  if (body === undefined) return { model, ...SHORT_CHAT }
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

function keyOf(configuration: Configuration, name: string | undefined): VirtualKey {
  const found = explainedKey(configuration, name)
  if (found !== null) return found
  const known = [...configuration.keys.values()].map((key) => key.name).join(', ')
  throw new UsageError(`There is no key "${name}"; there are: ${known}.`)
}

function asText(explanation: Explanation): string {
  const { requestedModel, key, refusal, order, skipped, warnings, checks, budgets } = explanation
  const lines = [`${requestedModel}, asked for by ${key}`]
  if (refusal !== null) lines.push(`refused: ${refusal.code}: ${refusal.message}`)
  else lines.push(...policyText(explanation))
  if (checks.length > 0) lines.push(`answers are checked: ${checks.join(', ')}`)
  for (const budget of budgets) lines.push(budgetText(budget))
  order.forEach((step, index) => lines.push(`${String(index + 1).padStart(3)}. ${stepText(step)}`))
  for (const { deployment, reason } of skipped) lines.push(`  -  ${deployment}: ${reason}`)
  for (const warning of warnings) lines.push(`warning: ${warning}`)
  return `${lines.join('\n')}\n`
}

function policyText(explanation: Explanation): readonly string[] {
  const { source, triggers, strategy, partition, affinity, regions } = explanation
  if (source === null) return []
  const failures = [...(triggers?.classes ?? []), ...(triggers?.statuses ?? [])].join(', ')
  const { latencyMs, limitShare, maxMoves, maxTotalAttempts, deadlineMs, cost, queue } = explanation
  const { hedge, midStream } = explanation
  return [
    `list from ${source.candidates}, strategy ${strategy ?? ''} from ${source.strategy}`,
    ...(partition === 'none' ? [`all deployments in one order (from ${source.partition})`] : []),
    `sessions stay by ${affinity ?? ''} (from ${source.affinity})`,
    `moves to another model on (from ${source.triggers}): ${failures}`,
    ...(latencyMs === null ? [] : [`moves after ${latencyMs} ms without a first token`]),
    ...(limitShare === null || limitShare === 1 ? [] : [`uses ${limitShare * 100} % of our own limits`]),
    ...(regions === null ? [] : [regionsText(regions)]),
    ...(hedge === null ? [] : [hedgeText(hedge)]),
    ...(midStream === null ? [] : [midStreamText(midStream)]),
    ...(cost === null ? [] : [costText(cost)]),
    ...(queue === null ? [] : [`waits up to ${queue.waitMs} ms for room, at most ${queue.max} at once`]),
    `at most ${maxMoves ?? 0} moves, ${maxTotalAttempts ?? 0} attempts, ${deadlineMs ?? 0} ms`,
  ]
}

function budgetText({ budget, usd, per, atLimit, spentUsd, renews }: Explanation['budgets'][number]): string {
  return `charged to the budget of ${budget}: ${spentUsd} of ${usd} USD this ${per} (${atLimit} at the limit, renews ${renews})`
}

function hedgeText({ afterMs, afterP95, maxShare }: NonNullable<Explanation['hedge']>): string {
  const after = [
    ...(afterMs > 0 ? [`${afterMs} ms`] : []),
    ...(afterP95 ? ['its usual 95th percentile'] : []),
  ]
  return `asks a second deployment after ${after.join(' and ') || '0 ms'}, for at most ${maxShare * 100} % of requests`
}

function midStreamText({ mode, instructed, buffer }: NonNullable<Explanation['midStream']>): string {
  const goesOn = instructed
    ? 'another deployment goes on, if need be when asked to'
    : 'another deployment goes on'
  const broken = `a stream that breaks: ${mode === 'error' ? 'ends in an error' : goesOn}`
  if (buffer === null) return broken
  const { all, tokens, ms } = buffer
  const until = [...(tokens === null ? [] : [`${tokens} tokens`]), ...(ms === null ? [] : [`${ms} ms`])]
  return `${broken}; held back ${all ? 'as a whole' : `for ${until.join(' or ')}`}`
}

function costText({ threshold, to }: NonNullable<Explanation['cost']>): string {
  return `asks ${to === null ? 'the cheapest candidate' : `"${to}"`} first once ${threshold * 100} % of a budget is used`
}

function regionsText({ prefer, allow }: NonNullable<Explanation['regions']>): string {
  const preferred = prefer.length === 0 ? 'none preferred' : `prefers ${prefer.join(', ')}`
  return `regions: ${preferred}; allowed: ${allow === null ? 'any' : allow.join(', ') || 'none'}`
}

function stepText({
  model,
  deployment,
  provider,
  region,
  maxAttempts,
  expectedUsd,
}: Explanation['order'][number]): string {
  const place = region === null ? provider : `${provider}, ${region}`
  const price = expectedUsd === null ? '' : `, about ${expectedUsd.toPrecision(2)} USD`
  return `${model}: ${deployment} (${place}), tries ${maxAttempts}${price}`
}
