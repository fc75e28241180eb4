import { answerOf } from '#simulator/answer'
import { anthropicMessages } from '#simulator/anthropic-messages'
import type { Behavior } from '#simulator/behavior'
import type { Dialect, Piece } from '#simulator/dialect'
import { gemini } from '#simulator/gemini'
import { openaiChat } from '#simulator/openai-chat'
import { recordedFiles, recordedPayloads } from '#simulator/recorded'
import type { DialectId } from '#wire/canonical'
import { RECORDED_OF } from '#wire/example-recorded'

/** A correct stream, and where its first event stands without which it is not whole. */
export interface BaseStream {
  readonly dialect: DialectId
  readonly bytes: Buffer
  /** A stream that ends before this byte cannot be whole; `null`: not known. */
  readonly brokenBefore: number | null
}

const BEHAVIORS: readonly Behavior[] = [
  { text: 'Grüße, 你好 😀, und ein "Zitat" \\ mit\nZeilen.' },
  {
    text: 'one two three',
    reasoning: { text: 'Let me think.' },
    usage: { input: 10, output: 9, reasoning: 4 },
  },
  { toolCalls: [{ name: 'weather', arguments: { city: 'Zürich', days: [1, 2] } }] },
  {
    text: 'calling',
    toolCalls: [
      { name: 'a', arguments: {} },
      { name: 'b', arguments: { x: null } },
    ],
  },
  { refusal: 'I cannot help with that.' },
  { text: 'cut short', finishReason: 'length', keepalive: { count: 2 } },
  { tokens: 40, usage: 'none' },
]

const SIMULATED: readonly (readonly [DialectId, Dialect])[] = [
  ['openai-chat', openaiChat],
  ['anthropic-messages', anthropicMessages],
  ['gemini', gemini],
]

const CIRCUMSTANCES = {
  asked: { model: 'm', streamed: true, includeUsage: true },
  n: 1,
  createdS: 1_700_000_000,
  estimatedInput: 10,
}

const LONGEST_RECORDED = 12_000

/** Simulated answers of every dialect, one written down for Responses, and recorded ones where they are at hand. */
export function baseStreams(): readonly BaseStream[] {
  const simulated = SIMULATED.flatMap(([dialect, speaks]) =>
    BEHAVIORS.map((behavior): BaseStream => {
      const { pieces } = answerOf(behavior, speaks, CIRCUMSTANCES)
      return { dialect, ...joinedPieces(pieces) }
    }),
  )
  return [...simulated, responsesStream(), ...recorded()]
}

function joinedPieces(pieces: readonly Piece[]): Pick<BaseStream, 'bytes' | 'brokenBefore'> {
  const finish = pieces.findIndex(({ kind }) => kind === 'finish')
  const buffers = pieces.map(({ bytes }) => Buffer.from(bytes))
  return {
    bytes: Buffer.concat(buffers),
    brokenBefore: finish < 0 ? null : Buffer.concat(buffers.slice(0, finish)).length,
  }
}

function responsesStream(): BaseStream {
  const response = { id: 'resp_1', object: 'response', created_at: 1_700_000_000, model: 'm', output: [] }
  const item = { id: 'msg_1', type: 'message', role: 'assistant', content: [] }
  const at = { item_id: 'msg_1', output_index: 0, content_index: 0 }
  const before = [
    { type: 'response.created', response: { ...response, status: 'in_progress' } },
    { type: 'response.output_item.added', output_index: 0, item },
    { type: 'response.content_part.added', ...at, part: { type: 'output_text', text: '', annotations: [] } },
    ...['Grüße ', '你好 ', '😀'].map((delta) => ({ type: 'response.output_text.delta', ...at, delta })),
  ]
  const part = { type: 'output_text', text: 'Grüße 你好 😀', annotations: [] }
  const after = [
    { type: 'response.output_text.done', ...at, text: part.text },
    { type: 'response.content_part.done', ...at, part },
    { type: 'response.output_item.done', output_index: 0, item: { ...item, content: [part] } },
  ]
  const last = {
    type: 'response.completed',
    response: {
      ...response,
      status: 'completed',
      output: [{ ...item, content: [part] }],
      usage: { input_tokens: 5, output_tokens: 6, total_tokens: 11 },
    },
  }
  const framed = (events: readonly { readonly type: string }[]): string =>
    events
      .map(
        (event, n) => `event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: n })}\n\n`,
      )
      .join('')
  const begun = Buffer.from(framed([...before, ...after]))
  return {
    dialect: 'openai-responses',
    bytes: Buffer.concat([begun, Buffer.from(framed([last]))]),
    brokenBefore: begun.length,
  }
}

function recorded(): readonly BaseStream[] {
  return Object.entries(RECORDED_OF).flatMap(([dialect, known]) =>
    recordedFiles(known.folders, /\.chunks\.txt$/u)
      .filter(([, text]) => known.stream(text) && text.length < LONGEST_RECORDED)
      .slice(0, 12)
      .map(([, text]): BaseStream => {
        const frames = recordedPayloads(text).map((payload) => known.frame(payload))
        const events = frames.map(
          ({ name, data }) => `${name === null ? '' : `event: ${name}\n`}data: ${data}\n\n`,
        )
        return { dialect: dialect as DialectId, bytes: Buffer.from(events.join('')), brokenBefore: null }
      }),
  )
}
