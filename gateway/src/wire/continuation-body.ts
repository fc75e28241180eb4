import type { Continuation } from '#domain/continuation'
import type { Json } from '#domain/deployment'
import { readRequest } from './continuable.ts'
import { CHARACTERS_PER_TOKEN } from './estimate-tokens.ts'
import { compileEdits, editJson, type JsonEdits } from './json-edit.ts'
import { topMembers, type Member } from './json-members.ts'
import { asObject, parseJson, type JsonObject } from './json-read.ts'
import { shownText } from './rungs.ts'
import { joined } from './sse.ts'

export type Turn = Readonly<Record<string, Json>>

/** How a conversation is written in the requests of one dialect. */
export interface Conversation {
  /** Member that holds the turns. */
  readonly member: string
  /** The turns, where that member may be something else than a list of them. */
  turnsOf(value: unknown): readonly Json[]
  turn(side: 'user' | 'model', text: string): Turn
  /** The last turn with text added, if it is one of the model: the client itself began the answer. */
  extended(turn: JsonObject, text: string): Turn | null
  /** Lowers the limits of output tokens that the request has. */
  limits(body: JsonObject, lower: (limit: number) => number): JsonEdits
}

/** What the model is asked where a beginning cannot be given to it. */
const GO_ON =
  'Your answer was interrupted. Continue it exactly where it stops, from the next character on. Do not repeat any of it, do not comment on the interruption, and do not add anything before the continuation.'

const OPEN_LIST = 0x5b
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/**
 * The request that asks for the rest of an answer: the client's bytes, with turns added at the end and the limit of
 * output tokens lowered by what was written already. Ways of going on that begin anew give the same bytes.
 */
export function continuationBody(
  request: Uint8Array,
  { rung, source, prefill }: Continuation,
  conversation: Conversation,
): Uint8Array {
  if (rung === 'clean' || rung === 'restart') return request
  const body = readRequest(request)
  const given = rung === 'prefill' && prefill !== null
  const text = given ? shownText(source.text, prefill) : source.text
  const style = given ? prefill.style : 'plain'
  const last = asObject(conversation.turnsOf(body[conversation.member]).at(-1)) ?? {}
  const begun = conversation.extended(last, text)
  const written = begun ?? conversation.turn('model', text)
  const first = style === 'prefix' ? { ...written, prefix: true } : written
  const turns = given ? [first] : [first, conversation.turn('user', GO_ON)]
  const bytes = withTurns(request, { turns, insteadOfLast: begun !== null }, conversation)
  const tokens = Math.floor(text.length / CHARACTERS_PER_TOKEN)
  const edits = conversation.limits(body, (limit) => Math.max(1, limit - tokens))
  return editJson(bytes, compileEdits(withStyle(edits, style)))
}

function withStyle(edits: JsonEdits, style: string): JsonEdits {
  if (style !== 'continue_final_message') return edits
  return { ...edits, set: { ...edits.set, continue_final_message: true, add_generation_prompt: false } }
}

interface AddedTurns {
  readonly turns: readonly Json[]
  readonly insteadOfLast: boolean
}

/** Adds turns behind the others, or in place of the last; of members of the same name the last one counts. */
function withTurns(
  request: Uint8Array,
  { turns, insteadOfLast }: AddedTurns,
  conversation: Conversation,
): Uint8Array {
  const member = topMembers(request).members.findLast((one) => keyOf(request, one) === conversation.member)
  if (member === undefined) return request
  const { valueStart, valueEnd } = member
  const others = conversation.turnsOf(parseJson(decoder.decode(request.subarray(valueStart, valueEnd))))
  if (!insteadOfLast && request[valueStart] === OPEN_LIST && others.length > 0) {
    const text = turns.map((turn) => `,${JSON.stringify(turn)}`).join('')
    return joined([request.subarray(0, valueEnd - 1), encoder.encode(text), request.subarray(valueEnd - 1)])
  }
  const list = JSON.stringify([...(insteadOfLast ? others.slice(0, -1) : others), ...turns])
  return joined([request.subarray(0, valueStart), encoder.encode(list), request.subarray(valueEnd)])
}

function keyOf(request: Uint8Array, { keyStart, keyEnd }: Member): unknown {
  return parseJson(`"${decoder.decode(request.subarray(keyStart, keyEnd))}"`)
}
