import type { FailureClass } from '#domain/failure'
import type { ReportedModel } from '#domain/names'
import type { TokenUsage } from '#domain/usage'
import { asObject, asText, parseJson } from './json-read.ts'
import {
  isContentFilter,
  isToolFailure,
  readChoice,
  readError,
  type ChoiceView,
} from './openai-chat-choice.ts'
import { readUsage } from './openai-chat-usage.ts'

/** Answers of these kinds are failures instead of flags. */
export interface Judge {
  readonly refusal: boolean
  readonly contentFilter: boolean
}

export type AnswerFlag = 'refusal' | 'content_filter' | 'empty_response'

/** What an answer under status 200 turned out to be. */
export type Verdict =
  | { readonly kind: 'answered'; readonly flag: AnswerFlag | null }
  /** The body is or holds the provider's error: to be classified. */
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'failed'; readonly class: FailureClass; readonly detail: string }

export interface JudgedAnswer {
  readonly verdict: Verdict
  readonly reportedModel: ReportedModel | null
  readonly usage: TokenUsage | null
  /** Finish reason of the first choice. */
  readonly finish: string | null
  /** Characters of the answer, for estimates. */
  readonly chars: number
}

/** Judges the text of an unstreamed chat completion. */
export function judgeAnswer(text: string, judge: Judge): JudgedAnswer {
  const parsed = parseJson(text)
  const body = asObject(parsed)
  const error = readError(parsed)
  if (error !== null) return judged({ kind: 'error', error })
  if (body === null)
    return judged(failed('server_error', `the answer is not a JSON object (${text.length} characters)`))
  if (!Array.isArray(body['choices'])) return judged(failed('server_error', 'the answer has no choices'))
  const choices = body['choices'].map(readChoice).filter((choice) => choice !== null)
  return {
    verdict: verdictOf(choices, judge),
    reportedModel: asText(body['model']) as ReportedModel | null,
    usage: readUsage(body),
    finish: choices[0]?.finish ?? null,
    chars: choices.reduce((sum, choice) => sum + choice.chars, 0),
  }
}

function verdictOf(choices: readonly ChoiceView[], judge: Judge): Verdict {
  const broken = choices.find((choice) => choice.error !== null)
  if (broken !== undefined) return { kind: 'error', error: { error: broken.error } }
  const refused = choices.some((choice) => choice.refusal)
  const filtered = choices.some((choice) => isContentFilter(choice.finish))
  if (choices.some((choice) => isToolFailure(choice.finish))) {
    return failed('tool_generation_failed', 'the model made a malformed tool call')
  }
  if (refused)
    return judge.refusal ? failed('refusal', 'the model refused') : { kind: 'answered', flag: 'refusal' }
  if (filtered) {
    if (judge.contentFilter) return failed('content_filter', 'the answer was cut by a content filter')
    return { kind: 'answered', flag: 'content_filter' }
  }
  if (choices.every(isEmpty)) return failed('empty_response', 'the answer has no content')
  return { kind: 'answered', flag: null }
}

function isEmpty(choice: ChoiceView): boolean {
  return !choice.content && (choice.finish === null || choice.finish === 'stop')
}

function failed(failureClass: FailureClass, detail: string): Verdict {
  return { kind: 'failed', class: failureClass, detail }
}

function judged(verdict: Verdict): JudgedAnswer {
  return { verdict, reportedModel: null, usage: null, finish: null, chars: 0 }
}
