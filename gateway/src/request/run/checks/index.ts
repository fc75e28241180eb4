import type { Check } from '#run/check'
import { jsonSchema } from './json-schema.ts'
import { judge } from './judge.ts'
import { matches } from './matches.ts'
import { minLength } from './min-length.ts'
import { nonEmpty } from './non-empty.ts'
import { notRefusal } from './not-refusal.ts'
import { notTruncated } from './not-truncated.ts'
import { validJson } from './valid-json.ts'
import { webhook } from './webhook.ts'

/** Every kind of check, those that cost least first: they run in this order. */
export const CHECKS = [
  nonEmpty,
  notTruncated,
  notRefusal,
  minLength,
  validJson,
  jsonSchema,
  matches,
  webhook,
  judge,
] as const satisfies readonly Check[]
