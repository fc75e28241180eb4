import type { AnswerHead, Serving } from '#domain/attempt'
import type { Deployment } from '#domain/deployment'
import type { Answered } from '#domain/run'

/** Who answers, as headers may say it. */
interface AnsweringNames {
  readonly model: string
  readonly provider: string
  readonly deployment: string
}

/** Made once per deployment. */
const byDeployment = new WeakMap<Deployment, AnsweringNames>()

/** What the headers of an answer are made of. */
export interface AnswerFacts {
  readonly head: AnswerHead
  readonly serving: Serving
  readonly requestId: string
  /** Clock reading when the answer commits. */
  readonly now: number
  readonly extra: readonly (readonly [string, string])[]
}

/** Headers of an answer as a flat list of names and values: who answered, after how many attempts, and how long ours took. */
export function answerHeaders(facts: AnswerFacts): string[] {
  const { head, serving } = facts
  const overhead = hundredths(serving.overheadMs)
  const { model, provider, deployment } = namesOf(serving)
  const headers = [
    'content-type',
    head.contentType,
    'x-request-id',
    facts.requestId,
    'x-backstay-model',
    model,
    'x-backstay-provider',
    provider,
    'x-backstay-deployment',
    deployment,
    'x-backstay-attempts',
    String(serving.attempts),
    'x-backstay-fallbacks',
    String(serving.fallbacks.length),
    'x-backstay-overhead-ms',
    overhead,
    'server-timing',
    `gateway;dur=${overhead}, upstream;dur=${hundredths(facts.now - serving.dispatchedAt)}`,
  ]
  if (serving.fallbacks.length > 0) headers.push('x-backstay-fallback-reason', serving.fallbacks.join(', '))
  const warnings = warningsOf(serving, head)
  if (warnings.length > 0) headers.push('x-backstay-warnings', headerText(warnings.join('; ')))
  for (const [name, value] of head.headers) headers.push(name, value)
  for (const [name, value] of facts.extra) headers.push(name, value)
  return headers
}

function warningsOf({ warnings }: Serving, { losses = [] }: AnswerHead): readonly string[] {
  return losses.length === 0 ? warnings : [...warnings, ...losses]
}

function namesOf({ model, deployment }: Serving): AnsweringNames {
  const known = byDeployment.get(deployment)
  if (known !== undefined) return known
  const made = {
    model: headerText(model.name),
    provider: headerText(deployment.provider.name),
    deployment: headerText(deployment.label),
  }
  byDeployment.set(deployment, made)
  return made
}

/** The same of an answer that is an error: whom we asked last, and how often. */
export function outcomeHeaders(answered: Answered): readonly (readonly [string, string])[] {
  const { attempts, fallbacks, overheadMs, planned } = answered
  const headers: [string, string][] = [
    ['x-backstay-attempts', String(attempts.length)],
    ['x-backstay-fallbacks', String(fallbacks.length)],
    ['x-backstay-overhead-ms', hundredths(overheadMs)],
  ]
  const last = attempts.at(-1)
  if (last !== undefined) {
    headers.push(['x-backstay-model', headerText(last.modelName)])
    headers.push(['x-backstay-provider', headerText(last.provider)])
    headers.push(['x-backstay-deployment', headerText(last.deployment)])
  }
  if (fallbacks.length > 0) headers.push(['x-backstay-fallback-reason', fallbacks.join(', ')])
  const { warnings } = planned.plan
  if (warnings.length > 0) headers.push(['x-backstay-warnings', headerText(warnings.join('; '))])
  return headers
}

/** Two decimals at the most: cheaper than `toFixed`, and as good. */
function hundredths(ms: number): string {
  return String(Math.round(ms * 100) / 100)
}

/** Header values are visible ASCII: anything else is percent-encoded. */
export function headerText(text: string): string {
  return text.toWellFormed().replaceAll(/[^\u0020-\u007E]/gu, (character) => encodeURIComponent(character))
}
