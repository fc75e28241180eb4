import { acceptRequest } from '#accept/accept-request'
import { BudgetLedger } from '#domain/budget-ledger'
import type { Configuration } from '#domain/configuration'
import { SmoothRotation } from '#plan/rotation'
import { parseJson } from '#wire/json-read'
import { openaiChat } from '#wire/openai-chat/codec'
import { compileTriggers } from '#run/compile-triggers'
import { DeploymentStates } from '#run/deployment-states'
import type { Explanation } from '../explain.ts'
import { explain, SHORT_CHAT } from '../explain.ts'
import type { CommandIo } from './command-io.ts'
import { systemClock } from '../system-clock.ts'
import { EXIT, UsageError } from './command-io.ts'
import { namedKey } from './named-key.ts'
import type { Values } from './option.ts'
import { flag, required, text } from './option.ts'
import { readText } from './read-text.ts'
import { runCommand } from './run-command.ts'
import { usableConfig } from './usable-config.ts'

const USAGE = {
  words: 'explain',
  about: `Says what a request would go through, without sending it: where the policy comes from, who would be tried in which
order, who is passed over and why. Every deployment counts as healthy and idle, no budget as spent.`,
  options: {
    config: required(text('FILE', 'configuration')),
    model: text('MODEL', 'model or chain, instead of the one in the body'),
    body: text('FILE', 'the request as JSON; default: a short chat message'),
    key: text('NAME', 'name of a key of the file; default: a key that may use everything'),
    json: flag('one JSON object instead of text'),
  },
}

type ExplainValues = Values<typeof USAGE.options>

/** `backstay explain`: 0 there is a plan, 1 the request or the file is refused, 2 wrong usage. */
export function runExplain(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(USAGE, { args, io }, async (values) => {
    if (values.model === undefined && values.body === undefined) {
      throw new UsageError('--model MODEL or --body FILE is missing.')
    }
    const { configuration } = await usableConfig(values.config, io.env)
    const explanation = explainOne(configuration, values)
    io.stdout.write(values.json ? `${JSON.stringify(explanation, null, 2)}\n` : asText(explanation))
    return explanation.refusal === null ? EXIT.done : EXIT.refused
  })
}

function explainOne(configuration: Configuration, options: ExplainValues): Explanation {
  const bytes = Buffer.from(JSON.stringify(bodyOf(options)))
  const arrived = { id: 'explain', headers: {}, bytes, receivedAt: 0, receivedWallMs: 0 }
  const accepted = acceptRequest({ ...arrived, compileTriggers, codec: openaiChat, given: null })
  return explain(accepted, {
    configuration,
    key: namedKey(configuration, options.key),
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

function bodyOf({ body, model }: ExplainValues): Record<string, unknown> {
  if (body === undefined) return { model, ...SHORT_CHAT }
  const read = parseJson(readText(body))
  if (read === undefined) throw new Error(`${body} does not hold JSON.`)
  if (typeof read !== 'object' || read === null || Array.isArray(read)) {
    throw new Error(`${body} does not hold a JSON object.`)
  }
  return { ...read, ...(model !== undefined && { model }) }
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
