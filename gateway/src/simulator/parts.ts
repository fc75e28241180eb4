import type { Behavior, ScriptedToolCall } from './behavior.ts'
import { DEFAULT_TEXT } from './behavior.ts'

/** One token of an answer, whatever the dialect. */
export type Part =
  | { readonly kind: 'reasoning' | 'text' | 'refusal'; readonly text: string }
  | { readonly kind: 'tool-name'; readonly index: number; readonly id: string; readonly name: string }
  | { readonly kind: 'tool-arguments'; readonly index: number; readonly text: string }

/** Characters of arguments that one fragment of a tool call carries. */
const ARGUMENT_CHARACTERS = 12

const known = new WeakMap<Behavior, readonly Part[]>()

/** The tokens of a generated answer in order: reasoning, text, refusal, tool calls. */
export function partsOf(behavior: Behavior): readonly Part[] {
  let parts = known.get(behavior)
  if (parts === undefined) {
    parts = [
      ...split('reasoning', behavior.reasoning?.text ?? ''),
      ...textTokens(behavior).map((text) => ({ kind: 'text', text }) as const),
      ...split('refusal', behavior.refusal ?? ''),
      ...(behavior.toolCalls ?? []).flatMap(toolParts),
    ]
    known.set(behavior, parts)
  }
  return parts
}

function split(kind: 'reasoning' | 'refusal', text: string): Part[] {
  return words(text).map((word) => ({ kind, text: word }))
}

/** The tokens of the text alone. */
export function textTokens(behavior: Behavior): readonly string[] {
  const { diverge } = behavior
  const tokens = plainTokens(behavior)
  if (diverge === undefined) return tokens
  return tokens.map((token, index) => (index < diverge.afterTokens ? token : otherThan(token, index)))
}

function otherThan(token: string, index: number): string {
  return `${/^\s*/.exec(token)?.[0] ?? ''}other${index}`
}

function plainTokens(behavior: Behavior): readonly string[] {
  const silent = behavior.refusal !== undefined || behavior.toolCalls !== undefined
  const text = behavior.text ?? (silent && behavior.tokens === undefined ? '' : DEFAULT_TEXT)
  if (typeof text !== 'string') return text
  if (behavior.tokens === undefined) return words(text)
  return behavior.text === undefined ? repeated(behavior.tokens) : slices(text, behavior.tokens)
}

function toolParts(call: ScriptedToolCall, index: number): Part[] {
  const text = typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments)
  const count = Math.ceil(Array.from(text).length / ARGUMENT_CHARACTERS)
  return [
    { kind: 'tool-name', index, id: call.id ?? `call_${index + 1}`, name: call.name },
    ...slices(text, count).map((slice) => ({ kind: 'tool-arguments', index, text: slice }) as const),
  ]
}

/** Every word with the space before it, so that they join to the text. */
function words(text: string): readonly string[] {
  return text.match(/\s*\S+|\s+$/g) ?? []
}

function repeated(count: number): readonly string[] {
  const source = words(DEFAULT_TEXT)
  return Array.from({ length: count }, (_, index) => {
    const word = source[index % source.length] ?? ''
    return index > 0 && index % source.length === 0 ? ` ${word}` : word
  })
}

/** By code points: half a surrogate pair could not be put back together once encoded. */
function slices(text: string, count: number): readonly string[] {
  const characters = Array.from(text)
  return Array.from({ length: count }, (_, index) => {
    const at = (part: number): number => Math.floor((part * characters.length) / count)
    return characters.slice(at(index), at(index + 1)).join('')
  })
}
