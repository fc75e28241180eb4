import type { AnswerChoice, CheckedAnswer, CheckPorts, CheckVerdict, QualityCheck } from '#domain/quality'
import type { Json } from '#domain/deployment'

/** One check as it is written in files: a type with its members, validated before it gets here. */
export interface CheckEntry {
  readonly type: string
  readonly schema?: Readonly<Record<string, Json>> | undefined
  readonly chars?: number | undefined
  readonly pattern?: string | undefined
  readonly flags?: string | undefined
  readonly not?: boolean | undefined
  readonly url?: string | undefined
  readonly timeout_ms?: number | undefined
  readonly secret?: string | undefined
  readonly required?: boolean | undefined
  readonly allow_link_local?: boolean | undefined
  readonly model?: string | undefined
  readonly prompt?: string | undefined
  readonly threshold?: number | undefined
}

/** A kind of check: what an entry of it asks for, and what it says of an answer. Never rejects. */
export interface Check<Asked extends QualityCheck = QualityCheck> {
  readonly id: Asked['kind']
  compile(entry: CheckEntry): Asked
  run(check: Asked, answer: CheckedAnswer, ports: CheckPorts): CheckVerdict | Promise<CheckVerdict>
}

export type CheckOf<Kind extends QualityCheck['kind']> = Check<Extract<QualityCheck, { readonly kind: Kind }>>

export const PASSED: CheckVerdict = { kind: 'passed' }

/** Longer texts are not examined: reading them would hold up everybody else. */
const MAX_CHARS = 1_048_576

/** A check of the text: every choice that is one has to pass. Tool calls and media without text are not its business. */
export function eachText({ choices }: CheckedAnswer, say: (text: string) => CheckVerdict): CheckVerdict {
  for (const choice of choices) {
    if (!hasText(choice)) continue
    const verdict = choice.text.length > MAX_CHARS ? TOO_LONG : say(choice.text)
    if (verdict.kind !== 'passed') return verdict
  }
  return PASSED
}

/** As `eachText`, for checks that take their time. */
export async function eachTextLater(
  { choices }: CheckedAnswer,
  say: (text: string) => Promise<CheckVerdict>,
): Promise<CheckVerdict> {
  for (const choice of choices) {
    if (!hasText(choice)) continue
    const verdict = choice.text.length > MAX_CHARS ? TOO_LONG : await say(choice.text)
    if (verdict.kind !== 'passed') return verdict
  }
  return PASSED
}

function hasText({ text, beyondText }: AnswerChoice): boolean {
  return text !== '' || !beyondText
}

const TOO_LONG: CheckVerdict = { kind: 'unchecked', detail: `the text has more than ${MAX_CHARS} characters` }
