import { describe, expect, it } from 'vitest'
import type { Call } from '#domain/attempt'
import { parseJson } from '#wire/json-read'
import { attempt, classOf, COMPLETION, events, json, upstream } from '../example-upstream.ts'

const PATHS = { own: '/v2/chat', compatible: '/compatibility/v1/chat/completions' }
const SOURCE = { type: 'document', id: 'doc:0', document: { title: 'T', url: 'https://example.com/t' } }
const CITATION = { start: 0, end: 2, text: 'Hi', sources: [SOURCE], type: 'TEXT_CONTENT' }
const USAGE = { tokens: { input_tokens: 12, output_tokens: 3 }, cached_tokens: 4 }
const ANSWER = {
  id: 'c-1',
  message: { role: 'assistant', content: [{ type: 'text', text: 'Hi' }], citations: [CITATION] },
  finish_reason: 'COMPLETE',
  usage: USAGE,
}
const STREAM = [
  { type: 'message-start', id: 'c-1', delta: { message: { role: 'assistant' } } },
  { type: 'content-start', index: 0, delta: { message: { content: { type: 'text', text: '' } } } },
  { type: 'content-delta', index: 0, delta: { message: { content: { text: 'Hi' } } } },
  { type: 'content-end', index: 0 },
  { type: 'citation-start', index: 0, delta: { message: { citations: CITATION } } },
  { type: 'citation-end', index: 0 },
  { type: 'message-end', delta: { finish_reason: 'COMPLETE', usage: USAGE } },
].map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
const QUESTION = { model: 'gpt-4o', max_tokens: 50, messages: [{ role: 'user', content: 'Hi' }] }

interface Asked {
  readonly path: string
  readonly body: string
}

/** What Cohere is asked for a request, and what comes of its answer. */
async function ask(
  dialect: 'openai-chat' | 'anthropic-messages',
  { stream = false, endpoints, answer = ANSWER }: { stream?: boolean; endpoints?: string[]; answer?: object },
) {
  const asked: Asked[] = []
  const url = await upstream((request, response, body) => {
    asked.push({ path: request.url ?? '', body })
    if (request.url !== PATHS.own) json(response, 200, COMPLETION)
    else if (stream) events(response).end(STREAM.join(''))
    else json(response, 200, JSON.stringify(answer))
  })
  const told = await attempt(new URL(url).origin, {
    provider: { kind: 'cohere', ...(endpoints === undefined ? {} : { endpoints }) },
    accepted: { dialect },
    call: { model: { kind: 'model', name: 'gpt-4o', maxOutputTokens: null } as Call['model'] },
    request: { ...QUESTION, ...(stream ? { stream } : {}) },
  })
  return { asked: asked[0], told }
}

describe('Cohere', () => {
  it('gets requests of chat completions as they are, where it takes them', async () => {
    const { asked, told } = await ask('openai-chat', {})
    expect(asked?.path).toBe(PATHS.compatible)
    expect(parseJson(asked?.body ?? '')).toEqual({ ...QUESTION, model: 'gpt-4o-2024-08-06' })
    expect(told.text).toBe(COMPLETION)
  })

  it('gets all others in its own chat, and what it cites comes back', async () => {
    const { asked, told } = await ask('anthropic-messages', {})
    expect(asked?.path).toBe(PATHS.own)
    expect(parseJson(asked?.body ?? '')).toEqual({ ...QUESTION, model: 'gpt-4o-2024-08-06', stream: false })
    expect(parseJson(told.text)).toMatchObject({
      id: 'c-1',
      content: [{ type: 'text', text: 'Hi', citations: [{ url: 'https://example.com/t', title: 'T' }] }],
      stop_reason: 'end_turn',
    })
    expect(told.outcome).toMatchObject({
      kind: 'answered',
      usage: { input: 12, cachedInput: 4, output: 3, estimated: false },
    })
  })

  it('streams to them too', async () => {
    const { asked, told } = await ask('anthropic-messages', { stream: true })
    expect(asked?.path).toBe(PATHS.own)
    expect(told.text).toContain('"text_delta","text":"Hi"')
    expect(told.text).toContain('https://example.com/t')
    expect(told.text).toContain('event: message_stop')
    expect(told.outcome).toMatchObject({ kind: 'answered', usage: { input: 12, output: 3 } })
  })

  it('gets everything in chat completions where the configuration says so', async () => {
    const { asked, told } = await ask('anthropic-messages', { endpoints: ['chat_completions'] })
    expect(asked?.path).toBe(PATHS.compatible)
    expect(parseJson(told.text)).toMatchObject({ content: [{ type: 'text', text: 'Hé' }] })
  })

  it('has failed where its generation did', async () => {
    const { told } = await ask('anthropic-messages', { answer: { ...ANSWER, finish_reason: 'ERROR' } })
    expect(classOf(told)).toBe('server_error')
  })
})
