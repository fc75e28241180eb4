import { validateHeaderName, validateHeaderValue } from 'node:http'
import type {
  Behavior,
  Keepalive,
  ScriptedDelays,
  ScriptedError,
  ScriptedPrefill,
  ScriptedToolCall,
} from './behavior.ts'
import { partsOf } from './parts.ts'
import * as shape from './shape.ts'

const MAX_TOKENS = 1_000_000
/** What timers can hold. */
const MAX_MS = 2 ** 31 - 1

const tokens = shape.integer(0, MAX_TOKENS)
const milliseconds = shape.integer(0, MAX_MS)

const scriptedError = shape.object<ScriptedError>({
  message: shape.text,
  type: shape.nullable(shape.text),
  code: shape.nullable((value, path) => (typeof value === 'number' ? [] : shape.text(value, path))),
  param: shape.nullable(shape.text),
  more: shape.recordOf(shape.json),
})

const behaviorShape = shape.object<Behavior>({
  status,
  headers,
  contentType,
  body: shape.exactlyOne({ json: shape.json, text: shape.text }),
  error: scriptedError,
  replay: shape.object<NonNullable<Behavior['replay']>>(
    { bytes: shape.text, encoding: shape.oneOf('utf8', 'base64') },
    ['bytes', 'encoding'],
  ),
  text: textOrTokens,
  tokens: shape.integer(1, MAX_TOKENS),
  diverge: shape.object<NonNullable<Behavior['diverge']>>({ afterTokens: tokens }, ['afterTokens']),
  prefill: shape.object<ScriptedPrefill>(
    {
      style: shape.oneOf('plain', 'prefix', 'continue_final_message', 'asked'),
      does: shape.oneOf('continue', 'echo', 'refuse'),
      overlapTokens: tokens,
      refusesTrailingSpace: shape.flag,
    },
    ['does'],
  ),
  model: shape.text,
  usage: shape.wordOr(
    ['none'],
    shape.object<Exclude<NonNullable<Behavior['usage']>, 'none'>>({
      input: tokens,
      cachedInput: tokens,
      output: tokens,
      reasoning: tokens,
    }),
  ),
  finishReason: shape.text,
  refusal: shape.text,
  reasoning: shape.object<NonNullable<Behavior['reasoning']>>(
    { text: shape.text, field: shape.oneOf('reasoning_content', 'reasoning') },
    ['text'],
  ),
  toolCalls: shape.listOf(
    shape.object<ScriptedToolCall>({ id: shape.text, name: shape.text, arguments: shape.json }, [
      'name',
      'arguments',
    ]),
  ),
  delays: shape.object<ScriptedDelays>({
    beforeHeadersMs: milliseconds,
    beforeFirstTokenMs: milliseconds,
    betweenChunksMs: milliseconds,
  }),
  hang: shape.wordOr(['before_headers', 'before_first_token'], shape.exactlyOne({ afterTokens: tokens })),
  cut: shape.object<NonNullable<Behavior['cut']>>(
    {
      at: shape.wordOr(
        ['before_headers', 'after_headers'],
        shape.exactlyOne({
          afterBytes: shape.integer(0, 2 ** 31),
          afterTokens: tokens,
          insideToken: shape.integer(1, MAX_TOKENS),
        }),
      ),
      how: shape.oneOf('end', 'reset', 'destroy'),
    },
    ['at', 'how'],
  ),
  errorEvent: shape.object<NonNullable<Behavior['errorEvent']>>(
    { afterTokens: tokens, error: scriptedError, done: shape.flag },
    ['afterTokens', 'error'],
  ),
  malformedChunk: shape.object<NonNullable<Behavior['malformedChunk']>>({ afterTokens: tokens }, [
    'afterTokens',
  ]),
  omit: shape.object<NonNullable<Behavior['omit']>>({ finish: shape.flag, done: shape.flag }),
  keepalive: shape.object<Keepalive>({
    comment: comment,
    count: shape.integer(0, 10_000),
    everyMs: shape.integer(1, MAX_MS),
  }),
  lineEnds: shape.oneOf('lf', 'crlf', 'cr'),
  gzip: shape.flag,
  pieceBytes: shape.integer(1, 2 ** 31),
})

const checked = new WeakSet<object>()

/**
 * Gives back what was handed in, once it is known to be a behavior that can happen as written.
 *
 * Throws a `TypeError` that names every problem with its path. What has passed is frozen, because it is not looked at
 * again and what is rendered from it is kept.
 */
export function checkBehavior(value: unknown): Behavior {
  if (shape.isObject(value) && checked.has(value)) return value
  const misshapen = behaviorShape(value, 'behavior')
  const problems = misshapen.length > 0 ? misshapen : contradictions(value as Behavior)
  if (problems.length > 0) throw new TypeError(`Not a behavior of the simulator.\n${problems.join('\n')}`)
  checked.add(freeze(value as Behavior))
  return value as Behavior
}

const GENERATED = [
  'text',
  'tokens',
  'diverge',
  'prefill',
  'model',
  'usage',
  'finishReason',
  'refusal',
  'reasoning',
  'toolCalls',
  'errorEvent',
  'malformedChunk',
  'omit',
  'lineEnds',
] as const

/** Scripts that could not be played as written would make tests pass for the wrong reason. */
function contradictions(behavior: Behavior): readonly string[] {
  const problems: string[] = []
  const fixed = (['body', 'error', 'replay'] as const).filter((name) => behavior[name] !== undefined)
  if (fixed.length > 1) problems.push(`behavior: give only one of ${fixed.join(', ')}`)
  if (fixed[0] !== undefined) {
    for (const name of GENERATED.filter((member) => behavior[member] !== undefined)) {
      problems.push(`behavior.${name}: has no effect beside ${fixed[0]}`)
    }
  }
  const endings = (['hang', 'cut', 'errorEvent'] as const).filter((name) => behavior[name] !== undefined)
  if (endings.length > 1)
    problems.push(`behavior: an answer ends only once, give one of ${endings.join(', ')}`)
  if (behavior.cut?.at === 'before_headers' && behavior.cut.how === 'end') {
    problems.push('behavior.cut.how: before the headers there is nothing to end; use "destroy" or "reset"')
  }
  if (behavior.prefill?.overlapTokens !== undefined && behavior.prefill.does !== 'continue') {
    problems.push(`behavior.prefill.overlapTokens: has no effect where it does "${behavior.prefill.does}"`)
  }
  if (behavior.gzip === true && behavior.keepalive?.everyMs !== undefined) {
    problems.push('behavior.keepalive.everyMs: cannot be sent inside a body that is encoded with gzip')
  }
  return problems.length > 0 ? problems : misplaced(behavior, fixed.length === 0)
}

/** Faults at a token that never comes. */
function misplaced(behavior: Behavior, generated: boolean): readonly string[] {
  const { text, tokens: count } = behavior
  if (typeof text === 'object' && count !== undefined) {
    return ['behavior.tokens: the text is a list of tokens already']
  }
  const length = text === undefined ? Infinity : Array.from(text).length
  if (count !== undefined && count > length) {
    return [`behavior.tokens: a text of ${length} characters cannot come in ${count} pieces`]
  }
  return [...tokenPositions(behavior)].flatMap(([path, position]) => {
    if (!generated || (behavior.status ?? 200) >= 400) {
      return [`behavior.${path}: only a generated answer has tokens; count bytes instead`]
    }
    const { length: available } = partsOf(behavior)
    return position > available ? [`behavior.${path}: the answer has only ${available} tokens`] : []
  })
}

function* tokenPositions(behavior: Behavior): Generator<[string, number]> {
  const { hang, cut, errorEvent, malformedChunk, diverge } = behavior
  if (typeof hang === 'object') yield ['hang.afterTokens', hang.afterTokens]
  if (typeof cut?.at === 'object' && 'afterTokens' in cut.at) yield ['cut.at.afterTokens', cut.at.afterTokens]
  if (typeof cut?.at === 'object' && 'insideToken' in cut.at) yield ['cut.at.insideToken', cut.at.insideToken]
  if (diverge !== undefined) yield ['diverge.afterTokens', diverge.afterTokens]
  if (errorEvent !== undefined) yield ['errorEvent.afterTokens', errorEvent.afterTokens]
  if (malformedChunk !== undefined) yield ['malformedChunk.afterTokens', malformedChunk.afterTokens]
}

function freeze<T extends object>(value: T): T {
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null) freeze(member)
  }
  return Object.freeze(value)
}

const tokenList = shape.listOf(shape.text)

function textOrTokens(value: unknown, path: string): readonly string[] {
  return Array.isArray(value) ? tokenList(value, path) : shape.text(value, path)
}

const BODILESS = new Set<unknown>([204, 205, 304])

function status(value: unknown, path: string): readonly string[] {
  if (BODILESS.has(value)) return [`${path}: an answer with status ${String(value)} has no body`]
  return shape.integer(200, 599)(value, path)
}

function comment(value: unknown, path: string): readonly string[] {
  return typeof value === 'string' && /[\r\n]/.test(value)
    ? [`${path}: a comment is one line`]
    : shape.text(value, path)
}

/** The simulator frames the answer itself; wrong framing is what `cut` is for. */
const FRAMING = new Set(['content-length', 'transfer-encoding', 'content-encoding'])

function headers(value: unknown, path: string): readonly string[] {
  const misshapen = shape.recordOf(shape.text)(value, path)
  if (misshapen.length > 0) return misshapen
  return Object.entries(value as Readonly<Record<string, string>>).flatMap(([name, entry]) =>
    headerProblems(name, entry).map((problem) => `${path}.${name}: ${problem}`),
  )
}

function contentType(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'string') return shape.text(value, path)
  return headerProblems('content-type', value).map((problem) => `${path}: ${problem}`)
}

function headerProblems(name: string, value: string): readonly string[] {
  if (FRAMING.has(name.toLowerCase())) return ['is set by the simulator']
  try {
    validateHeaderName(name)
    validateHeaderValue(name, value)
    return []
  } catch (error) {
    return [(error as Error).message]
  }
}
