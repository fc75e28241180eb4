import type { Feedback } from '#domain/feedback'
import type { FeedbackTable } from './schema.ts'

/** Columns in the order of a feedback's row. */
export const FEEDBACK_COLUMNS = [
  'id',
  'at',
  'request',
  'key',
  'deployment',
  'score',
  'comment',
] as const satisfies readonly (keyof FeedbackTable)[]

export function feedbackRowOf(feedback: Feedback): readonly (string | number | null)[] {
  const { id, at, request, key, deployment, score, comment } = feedback
  return [id, at, request, key, deployment, score, comment]
}
