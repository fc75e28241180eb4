import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogle } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import { ChatAnthropic } from '@langchain/anthropic'
import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import type { AIMessageChunk } from '@langchain/core/messages'
import { ChatGoogleGenerativeAI } from '@langchain/google-genai'
import { ChatOpenAI } from '@langchain/openai'
import type { LanguageModel } from 'ai'
import { streamText } from 'ai'
import OpenAI from 'openai'
import { KEY } from './start-backstay.ts'

/** One question. */
export interface Asked {
  /** Of the gateway or of a provider, without a path. */
  readonly url: string
  readonly model: string
  readonly prompt: string
}

/** Yields the text as it comes, ends with what its user is told beside it, and throws when that is a failure. */
type StreamClient = (asked: Asked) => AsyncGenerator<string, object>

/** The raw iterators of the SDKs: those that notice least. */
const SDKS: Readonly<Record<string, StreamClient>> = {
  'openai, chat completions': async function* ({ url, model, prompt }) {
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: KEY, maxRetries: 0 })
    const messages = [{ role: 'user' as const, content: prompt }]
    const stream_options = { include_usage: true }
    const stream = await client.chat.completions.create({ model, messages, stream: true, stream_options })
    const told = {}
    for await (const { model: by, choices, usage } of stream) {
      yield choices[0]?.delta.content ?? ''
      const finish = choices[0]?.finish_reason
      Object.assign(told, { by }, finish && { finish }, usage && { usage })
    }
    return told
  },
  'openai, responses': async function* ({ url, model, prompt }) {
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: KEY, maxRetries: 0 })
    const stream = await client.responses.create({ model, input: prompt, stream: true })
    let told = {}
    for await (const event of stream) {
      yield event.type === 'response.output_text.delta' ? event.delta : ''
      if (event.type !== 'response.completed') continue
      const { model: by, status, usage } = event.response
      told = { by, status, usage }
    }
    return told
  },
  '@anthropic-ai/sdk': async function* ({ url, model, prompt }) {
    const client = new Anthropic({ baseURL: url, apiKey: KEY, maxRetries: 0 })
    const messages = [{ role: 'user' as const, content: prompt }]
    const stream = await client.messages.create({ model, max_tokens: 9, messages, stream: true })
    const told = {}
    for await (const event of stream) {
      yield event.type === 'content_block_delta' && event.delta.type === 'text_delta' ? event.delta.text : ''
      if (event.type === 'message_start') Object.assign(told, { by: event.message.model })
      if (event.type === 'message_delta') {
        Object.assign(told, { finish: event.delta.stop_reason, usage: event.usage })
      }
    }
    return told
  },
  '@google/genai': async function* ({ url, model, prompt }) {
    const client = new GoogleGenAI({ apiKey: KEY, httpOptions: { baseUrl: url } })
    const stream = await client.models.generateContentStream({ model, contents: prompt })
    let told = {}
    for await (const chunk of stream) {
      yield chunk.text ?? ''
      const { modelVersion: by, usageMetadata: usage } = chunk
      told = { by, usage, finish: chunk.candidates?.[0]?.finishReason }
    }
    return told
  },
}

/** Models of the AI SDK, by the provider that speaks the dialect. */
const AI_SDK: Readonly<Record<string, (asked: Asked) => LanguageModel>> = {
  'the AI SDK, openai.chat': ({ url, model }) =>
    createOpenAI({ baseURL: `${url}/v1`, apiKey: KEY }).chat(model),
  'the AI SDK, openai.responses': ({ url, model }) =>
    createOpenAI({ baseURL: `${url}/v1`, apiKey: KEY }).responses(model),
  'the AI SDK, anthropic': ({ url, model }) => createAnthropic({ baseURL: `${url}/v1`, apiKey: KEY })(model),
  'the AI SDK, google': ({ url, model }) => createGoogle({ baseURL: `${url}/v1beta`, apiKey: KEY })(model),
}

/** Models of LangChain. */
const LANGCHAIN: Readonly<Record<string, (asked: Asked) => BaseChatModel>> = {
  'LangChain, ChatOpenAI': (asked) => langchainOpenai(asked, false),
  'LangChain, ChatOpenAI with responses': (asked) => langchainOpenai(asked, true),
  'LangChain, ChatAnthropic': ({ url, model }) =>
    new ChatAnthropic({ model, apiKey: KEY, maxRetries: 0, anthropicApiUrl: url }),
  'LangChain, ChatGoogleGenerativeAI': ({ url, model }) =>
    new ChatGoogleGenerativeAI({ model, apiKey: KEY, maxRetries: 0, baseUrl: url }),
}

function langchainOpenai({ url, model }: Asked, useResponsesApi: boolean): ChatOpenAI {
  const configuration = { baseURL: `${url}/v1` }
  return new ChatOpenAI({ model, apiKey: KEY, maxRetries: 0, configuration, useResponsesApi })
}

/** The AI SDK throws nothing: it has parts of errors, and a finish reason that must not say otherwise. */
async function* fromAiSdk(model: LanguageModel, prompt: string): AsyncGenerator<string, object> {
  const errors: unknown[] = []
  const told = { finish: 'none' }
  for await (const part of streamText({ model, prompt, maxRetries: 0, onError: () => undefined })
    .fullStream) {
    if (part.type === 'text-delta') yield part.text
    if (part.type === 'error') errors.push(part.error)
    if (part.type === 'finish') Object.assign(told, { finish: part.finishReason, usage: part.totalUsage })
    if (part.type === 'finish-step') Object.assign(told, { by: part.response.modelId })
  }
  if (errors.length > 0 && told.finish !== 'stop') throw new AggregateError(errors)
  return told
}

async function* fromLangchain(model: BaseChatModel, prompt: string): AsyncGenerator<string, object> {
  let all: AIMessageChunk | null = null
  for await (const chunk of await model.stream(prompt)) {
    yield chunk.text
    all = all === null ? chunk : all.concat(chunk)
  }
  // Names and times are given anew where an answer is written in another dialect.
  const { id: _, created_at: __, output: ___, ...told } = all?.response_metadata ?? {}
  // The client of Google that LangChain has knows no errors inside of a stream; the reason is all that its users see.
  if (told['finishReason'] === 'OTHER')
    throw new Error('The answer ended for another reason than its own end.')
  return { ...told, usage: all?.usage_metadata }
}

/** Whatever streams: the SDKs of the providers, and the frameworks in every dialect that they speak. */
export const STREAM_CLIENTS: Readonly<Record<string, StreamClient>> = {
  ...SDKS,
  ...Object.fromEntries(
    Object.entries(AI_SDK).map(([name, of]) => [name, (asked: Asked) => fromAiSdk(of(asked), asked.prompt)]),
  ),
  ...Object.fromEntries(
    Object.entries(LANGCHAIN).map(([name, of]) => [
      name,
      (asked: Asked) => fromLangchain(of(asked), asked.prompt),
    ]),
  ),
}

/** What a user of a client has in the end. */
export interface Streamed {
  readonly text: string
  /** The user was told that it is not whole. */
  readonly failed: boolean
  /** What was told beside the text: finish reason, usage, and which model answered. */
  readonly told: object | null
}

export async function streamedBy(client: string, asked: Asked): Promise<Streamed> {
  const stream = STREAM_CLIENTS[client]?.(asked)
  if (stream === undefined) throw new Error(`there is no client ${client}`)
  let text = ''
  try {
    for (;;) {
      const { done, value } = await stream.next()
      if (done === true) return { text, failed: false, told: value }
      text += value
    }
  } catch {
    return { text, failed: true, told: null }
  }
}
