import type { CanonicalRequest, DialectId } from './canonical.ts'
import type { AnswerContext } from './codec.ts'
import type { Frame } from './framing.ts'

export interface Recorded {
  readonly folders: readonly string[]
  readonly stream: (text: string) => boolean
  readonly whole: (text: string) => boolean
  /** How the provider frames an event payload. */
  readonly frame: (payload: string) => Frame
  /** How the last event of an answer begins, where a file holds several answers. */
  readonly last?: string
  /** Streams that no client may take for a whole answer. */
  readonly broken?: readonly string[]
}

export const plain = (data: string): Frame => ({ name: null, data })
const named = (data: string): Frame => ({ name: /^\{"type":"([^"]+)"/u.exec(data)?.[1] ?? null, data })

/** Which recorded answers are of which dialect, told by what is in them. */
export const RECORDED_OF: Partial<Record<DialectId, Recorded>> = {
  'openai-chat': {
    folders: ['openai', 'openai-compatible', 'groq', 'deepseek', 'mistral', 'xai'],
    stream: (text) => text.includes('"chat.completion.chunk"'),
    whole: (text) => /"object":\s*"chat\.completion"/u.test(text),
    frame: plain,
  },
  'openai-responses': {
    folders: ['openai', 'azure', 'xai'],
    stream: (text) => text.includes('"response.created"'),
    whole: (text) => /"object":\s*"response"/u.test(text),
    frame: named,
    last: '{"type":"response.completed"',
    broken: ['openai/openai-error.1.chunks.txt', 'openai/parallel-tool-call-wrapper.1.chunks.txt'],
  },
  'anthropic-messages': {
    folders: ['anthropic'],
    stream: (text) => text.includes('"message_start"'),
    whole: (text) => /"type":\s*"message"/u.test(text),
    frame: named,
    last: '{"type":"message_stop"',
    broken: ['anthropic/spliced-message-start.chunks.txt'],
  },
  'gemini': {
    folders: ['google', 'google-vertex'],
    stream: (text) => text.includes('"candidates"'),
    whole: (text) => text.includes('"candidates"'),
    frame: plain,
  },
  'bedrock-converse': {
    folders: ['amazon-bedrock'],
    stream: (text) => text.includes('"messageStop"') && text.includes('"metadata"'),
    whole: (text) => /"stopReason"/u.test(text),
    frame: plain,
  },
  'cohere-chat': {
    folders: ['cohere'],
    stream: (text) => text.includes('"message-start"'),
    whole: (text) => /"finish_reason"/u.test(text),
    frame: (data) => ({ name: /"type":"([^"]+)"/u.exec(data)?.[1] ?? null, data }),
  },
}

const REQUEST: CanonicalRequest = {
  dialect: 'openai-chat',
  streamed: true,
  messages: [{ role: 'user', parts: [{ kind: 'text', text: 'Hello' }] }],
  tools: [],
  toolChoice: null,
  parallelToolCalls: null,
  format: null,
  maxOutputTokens: null,
  temperature: null,
  topP: null,
  topK: null,
  stop: [],
  seed: null,
  presencePenalty: null,
  frequencyPenalty: null,
  choices: null,
  topLogprobs: null,
  reasoning: null,
  user: null,
  rest: {},
}

export const CONTEXT: AnswerContext = {
  id: 'id-of-ours',
  model: 'model-of-ours',
  createdS: 1_700_000_000,
  request: REQUEST,
  includeUsage: true,
}

/** Files of several answers, as tools make them necessary, are taken apart. */
export function answersOf(
  name: string,
  payloads: readonly string[],
  recorded?: Recorded,
): [string, string[]][] {
  const last = recorded?.last
  if (last === undefined) return [[name, [...payloads]]]
  const answers: string[][] = [[]]
  for (const payload of payloads) {
    answers.at(-1)?.push(payload)
    if (payload.startsWith(last)) answers.push([])
  }
  return answers
    .filter((answer) => answer.length > 0)
    .map((answer, n): [string, string[]] => [n === 0 ? name : `${name} #${n + 1}`, answer])
}
