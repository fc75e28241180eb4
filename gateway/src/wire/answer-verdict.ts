import type { FailureClass } from '#domain/failure'
import type { ReportedModel } from '#domain/names'
import type { CanonicalAnswer, CanonicalPart, Finish } from './canonical.ts'
import type { ProviderCodec } from './codec.ts'
import { asObject, parseJson } from './json-read.ts'
import type { AnswerFlag, Judge, JudgedAnswer, Verdict } from './openai-chat-answer.ts'
import { readError } from './openai-chat-choice.ts'

/** An answer judged, and what it says; `null` where it is none. */
export interface CanonicalJudgement extends Omit<JudgedAnswer, 'finish'> {
  readonly answer: CanonicalAnswer | null
}

/** Judges the text of an unstreamed answer of any dialect. */
export function judgeWith(codec: ProviderCodec, text: string, judge: Judge): CanonicalJudgement {
  const parsed = parseJson(text)
  const error = readError(parsed)
  if (error !== null) return nothing({ kind: 'error', error })
  const body = asObject(parsed)
  const answer = body === null ? null : codec.decodeAnswer(body)
  if (answer === null) {
    const what = body === null ? 'not a JSON object' : `no answer of ${codec.id}`
    const detail = `the answer is ${what} (${text.length} characters)`
    return nothing({ kind: 'failed', class: 'server_error', detail })
  }
  return {
    verdict: verdictOf(answer, judge),
    reportedModel: answer.model as ReportedModel | null,
    usage: answer.usage,
    chars: answer.parts.reduce((sum, part) => sum + charsOf(part), 0),
    answer,
  }
}

function nothing(verdict: Verdict): CanonicalJudgement {
  return { verdict, reportedModel: null, usage: null, chars: 0, answer: null }
}

function charsOf(part: CanonicalPart): number {
  switch (part.kind) {
    case 'text':
    case 'reasoning':
    case 'refusal':
      return part.text.length
    case 'tool_call':
      return part.name.length + part.arguments.length
    case 'tool_result':
    case 'file':
    case 'foreign':
      return 0
  }
}

/** What a whole answer of any dialect turned out to be; errors in an answer's place were found before. */
export function verdictOf({ parts, finish }: CanonicalAnswer, judge: Judge): Verdict {
  const refused = finish.reason === 'refusal' || parts.some(({ kind }) => kind === 'refusal')
  const failure = failureOf(finish, refused, judge)
  if (failure !== null) return failure
  if (refused) return { kind: 'answered', flag: 'refusal' }
  if (finish.reason === 'content_filter') return { kind: 'answered', flag: 'content_filter' }
  if (!parts.some(isContent) && endsPlainly(finish)) {
    return { kind: 'failed', class: 'empty_response', detail: 'the answer has no content' }
  }
  return { kind: 'answered', flag: null }
}

/** A finish that is a failure, where nothing of the answer has been passed on. */
export function failureOf(
  finish: Finish,
  refused: boolean,
  judge: Judge,
): { readonly kind: 'failed'; readonly class: FailureClass; readonly detail: string } | null {
  if (finish.reason === 'malformed_tool_call') {
    return { kind: 'failed', class: 'tool_generation_failed', detail: 'the model made a malformed tool call' }
  }
  if (refused) {
    return judge.refusal ? { kind: 'failed', class: 'refusal', detail: 'the model refused' } : null
  }
  if (finish.reason === 'content_filter' && judge.contentFilter) {
    return { kind: 'failed', class: 'content_filter', detail: 'the answer was cut by a content filter' }
  }
  return null
}

/** A stop that says nothing of why there is no content. */
export function endsPlainly({ reason, raw }: Finish): boolean {
  return reason === 'stop' || (reason === 'other' && raw === null)
}

/** Something that a client would show or act on. */
function isContent(part: CanonicalPart): boolean {
  switch (part.kind) {
    case 'text':
    case 'refusal':
      return part.text !== ''
    case 'reasoning':
      return part.text !== '' || part.opaque !== undefined
    case 'tool_call':
    case 'file':
    case 'foreign':
      return true
    case 'tool_result':
      return false
  }
}

export function flagOf(finish: Finish, refused: boolean): AnswerFlag | null {
  if (refused) return 'refusal'
  return finish.reason === 'content_filter' ? 'content_filter' : null
}
