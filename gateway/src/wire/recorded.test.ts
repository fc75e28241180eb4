import { describe, expect, it } from 'vitest'
import { RECORDED, recordedFiles, recordedPayloads as payloads } from '#simulator/recorded'
import { judgeAnswer } from './openai-chat-answer.ts'
import { ChatStreamReader, type ChatStreamEnd } from './openai-chat-stream.ts'

const PROVIDERS = ['openai', 'openai-compatible', 'groq', 'deepseek', 'mistral', 'xai']
const JUDGE = { refusal: true, contentFilter: true }

interface Delta {
  readonly content?: unknown
  readonly reasoning_content?: string | null
}

interface Completion {
  readonly object?: string
  readonly model?: string
  readonly choices?: readonly { delta?: Delta; message?: Delta; finish_reason?: string | null }[]
  readonly usage?: { prompt_tokens: number; completion_tokens: number; total_tokens: number } | null
}

function contentOf(events: readonly Completion[]): string {
  return events.map((event) => JSON.stringify(event.choices?.[0]?.delta?.content ?? '')).join('')
}

interface Read {
  readonly out: string
  readonly end: ChatStreamEnd | null
  readonly reader: ChatStreamReader
}

function read(text: string, size: number, dropUsage: boolean): Read {
  const parts: Uint8Array[] = []
  let end: ChatStreamEnd | null = null
  const options = {
    hold: 'content',
    judge: JUDGE,
    malformedEvent: 'error',
    dropUsage,
    estimatedInputTokens: 1,
    tracked: false,
    mayBeEmpty: false,
  } as const
  const reader = new ChatStreamReader(options, {
    commit: (chunks) => parts.push(...chunks),
    bytes: (chunk) => parts.push(chunk),
    onEnd: (told) => {
      end = told
    },
  })
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size))
  reader.close(null)
  return { out: Buffer.concat(parts).toString(), end, reader }
}

const streams = recordedFiles(PROVIDERS, /\.(chunks\.txt|sse)$/).filter(([, text]) =>
  text.includes('"chat.completion.chunk"'),
)
const answers = recordedFiles(PROVIDERS, /\.json$/).filter(([, text]) =>
  /"object":\s*"chat\.completion"/.test(text),
)

describe('recorded answers', () => {
  it.each([RECORDED === null ? 'are absent here, so that none are read' : 'are there'])('%s', () => {
    expect([streams.length > 10, answers.length > 10]).toEqual(Array(2).fill(RECORDED !== null))
  })

  it.each(streams)('of %s stream through unchanged, whole and byte by byte', (_, text) => {
    const events = payloads(text)
    const framed = `${events.map((payload) => `data: ${payload}\n\n`).join('')}data: [DONE]\n\n`
    const whole = read(framed, framed.length, false)
    expect(whole.end).toEqual({ kind: 'answered', flag: null })
    expect(whole.out).toBe(framed)
    expect(read(framed, 1, false).out).toBe(framed)
    const parsed = events.map((payload) => JSON.parse(payload) as Completion)
    const usage = parsed.findLast((event) => (event.usage ?? null) !== null)?.usage
    expect(whole.reader.reportedModel).toBe(parsed.find((event) => (event.model ?? '') !== '')?.model)
    expect(whole.reader.usage?.estimated).toBe((usage ?? null) === null)
    if (usage)
      expect(whole.reader.usage).toMatchObject({
        input: usage.prompt_tokens,
        output: usage.total_tokens - usage.prompt_tokens,
      })
  })

  it.each(streams)('of %s keep text and finish reasons without the usage chunk', (_, text) => {
    const framed = payloads(text)
      .map((payload) => `data: ${payload}\n\n`)
      .join('')
    const before = payloads(text).map((payload) => JSON.parse(payload) as Completion)
    const after = payloads(read(framed, 777, true).out).map((payload) => JSON.parse(payload) as Completion)
    expect(contentOf(after)).toBe(
      contentOf(before.filter((event) => event.choices?.length !== 0 || !event.usage)),
    )
    const finishes = (events: Completion[]): unknown[] =>
      events.map((event) => event.choices?.[0]?.finish_reason).filter(Boolean)
    expect(finishes(after)).toEqual(finishes(before))
    expect(after.some((event) => event.choices?.length === 0 && event.usage)).toBe(false)
  })

  it.each(answers)('of %s are judged as answers', (_, text) => {
    const body = JSON.parse(text) as Completion
    const judged = judgeAnswer(text, JUDGE)
    expect(judged.verdict).toEqual({ kind: 'answered', flag: null })
    expect(judged.reportedModel).toBe(body.model)
    expect(judged.finish).toBe(body.choices?.[0]?.finish_reason)
    const { usage } = body
    if (usage)
      expect(judged.usage).toMatchObject({
        input: usage.prompt_tokens,
        output: usage.total_tokens - usage.prompt_tokens,
      })
  })
})
