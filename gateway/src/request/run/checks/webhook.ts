import type { CheckVerdict, WebhookMessage } from '#domain/quality'
import type { CheckOf } from '#run/check'
import { asObject, asText } from '#wire/json-read'

const DEFAULT_TIMEOUT_MS = 2_000
const MAX_REASON_CHARS = 200

/** Somebody else's program looks at the answer and says `{"pass": true}` or false, perhaps with a score and a reason. */
export const webhook: CheckOf<'webhook'> = {
  id: 'webhook',
  compile: (entry) => ({
    kind: 'webhook',
    url: entry.url ?? '',
    timeoutMs: entry.timeout_ms ?? DEFAULT_TIMEOUT_MS,
    secret: entry.secret ?? null,
    required: entry.required ?? false,
    allowLinkLocal: entry.allow_link_local ?? false,
  }),
  run: async (check, answer, { post }) => {
    const { requestId, key, deployment, model, streamed, choices } = answer
    const message: WebhookMessage = {
      id: requestId,
      key: key.name,
      deployment,
      model,
      streamed,
      choices: choices.map(({ text, finish }) => ({ text, finish_reason: finish })),
    }
    const posted = await post(check, message)
    if (posted.kind === 'answered') return verdictOf(posted.body)
    return { kind: check.required ? 'failed' : 'unchecked', detail: posted.detail }
  },
}

function verdictOf(body: unknown): CheckVerdict {
  const answer = asObject(body)
  const pass = answer?.['pass']
  if (typeof pass !== 'boolean')
    return { kind: 'unchecked', detail: 'the webhook did not answer {"pass": true or false}' }
  const score = scoreOf(answer?.['score'])
  if (pass) return { kind: 'passed', ...score }
  const reason = asText(answer?.['reason'])?.slice(0, MAX_REASON_CHARS) ?? 'no reason given'
  return { kind: 'failed', detail: `the webhook refused: ${reason}`, ...score }
}

function scoreOf(value: unknown): { readonly score?: number } {
  return typeof value === 'number' && value >= 0 && value <= 1 ? { score: value } : {}
}
