import { anthropicMessages } from '#wire/anthropic-messages/codec'
import type { ClientCodec } from '#wire/codec'
import { anthropicCount, geminiCount, openaiCount } from '#wire/count-codecs'
import { gemini } from '#wire/gemini/codec'
import { openaiChat, unifiedChat } from '#wire/openai-chat/codec'
import {
  openaiCompletions,
  openaiEmbeddings,
  openaiImageEdits,
  openaiImages,
  openaiImageVariations,
  openaiModerations,
  openaiSpeech,
  openaiTranscriptions,
  openaiTranslations,
} from '#wire/plain-codecs'
import { openaiResponses } from '#wire/openai-responses/codec'
import { GatewayError } from '#domain/errors'
import type { Exchange } from '#accept/exchange'
import type { Route } from '#accept/route-table'
import type { KnownCaller } from '#admit/admit'
import { identify } from '#admit/admit'
import type { Gateway } from './request.ts'
import { handleRequest } from './request.ts'
import { countTokens } from './count-tokens.ts'
import { FeedbackDesk } from './feedback.ts'
import { describeGeneration } from './generation.ts'
import type { PastRequests } from './past-requests.ts'
import { describeModel, listModels } from './models-list.ts'

/** Where the dialects of clients are spoken; Gemini's say the model in the path. */
const ENDPOINTS: readonly (readonly [path: string, ClientCodec])[] = [
  ['/v1/chat/completions', openaiChat],
  ['/v1/llm/chat', unifiedChat],
  ['/v1/responses', openaiResponses],
  ['/v1/embeddings', openaiEmbeddings],
  ['/v1/images/generations', openaiImages],
  ['/v1/images/edits', openaiImageEdits],
  ['/v1/images/variations', openaiImageVariations],
  ['/v1/audio/speech', openaiSpeech],
  ['/v1/audio/transcriptions', openaiTranscriptions],
  ['/v1/audio/translations', openaiTranslations],
  ['/v1/moderations', openaiModerations],
  ['/v1/completions', openaiCompletions],
  ['/v1/messages', anthropicMessages],
  ['/anthropic/v1/messages', anthropicMessages],
]

const COUNTING = [
  ['/v1/messages/count_tokens', anthropicCount],
  ['/anthropic/v1/messages/count_tokens', anthropicCount],
  ['/v1/responses/input_tokens', openaiCount],
] as const

function callerOf(exchange: Exchange, gateway: Gateway): KnownCaller {
  return identify(exchange.caller(), gateway)
}

/** The endpoints of the data plane that know of nothing but the request and the configuration. */
export function apiRoutes(gateway: Gateway): readonly Route[] {
  const chat = (path: string, codec: ClientCodec): Route => ({
    method: 'POST',
    path,
    run: (exchange) => handleRequest(exchange.speaks(codec, null), gateway),
  })
  return [
    ...ENDPOINTS.map(([path, codec]) => chat(path, codec)),
    ...COUNTING.map(([path, codec]): Route => ({
      method: 'POST',
      path,
      run: (exchange) => countTokens(exchange.speaks(codec, null), codec, gateway),
    })),
    ...['/v1beta', '/v1', '/gemini/v1beta', '/gemini/v1'].map((base) =>
      generate(`${base}/models/*`, gateway),
    ),
    {
      method: 'GET',
      path: '/v1/models',
      run: (exchange) => {
        const { configuration, key } = callerOf(exchange, gateway)
        exchange.json(200, { object: 'list', data: listModels(configuration, key) })
      },
    },
    {
      method: 'GET',
      path: '/v1/models/*',
      run: (exchange, name) => {
        const { configuration, key } = callerOf(exchange, gateway)
        exchange.json(200, describeModel(decodeName(name), configuration, key))
      },
    },
  ]
}

/** The endpoints of the data plane, those about requests that are over included. */
export function allRoutes(gateway: Gateway, past: PastRequests): readonly Route[] {
  return [...apiRoutes(gateway), ...pastRoutes(gateway, past)]
}

function pastRoutes(gateway: Gateway, past: PastRequests): readonly Route[] {
  const feedback = new FeedbackDesk({ ...gateway, past })
  return [
    {
      method: 'POST',
      path: '/v1/feedback',
      run: async (exchange) => {
        const caller = callerOf(exchange, gateway)
        exchange.json(200, await feedback.take(await exchange.object(), caller))
      },
    },
    {
      method: 'GET',
      path: '/v1/generation',
      run: async (exchange) => {
        const caller = callerOf(exchange, gateway)
        exchange.json(200, await describeGeneration(exchange.query('id'), caller, past))
      },
    },
  ]
}

const ACTIONS: Readonly<Record<string, { readonly streamed: boolean }>> = {
  generateContent: { streamed: false },
  streamGenerateContent: { streamed: true },
}

/** Gemini's requests say in their path which model, and if the answer streams. */
function generate(path: string, gateway: Gateway): Route {
  return {
    method: 'POST',
    path,
    run: (exchange, rest) => {
      const at = rest.lastIndexOf(':')
      const method = rest.slice(at + 1)
      const model = decodeName(rest.slice(0, at))
      if (at > 0 && method === 'countTokens') {
        const given = { model, streamed: false }
        return countTokens(exchange.speaks(geminiCount, given), geminiCount, gateway)
      }
      const action = ACTIONS[method]
      if (at <= 0 || action === undefined) {
        const message = `There is no method ${method.slice(0, 60)} of models here.`
        throw new GatewayError('not_found', { message })
      }
      return handleRequest(exchange.speaks(gemini, { model, ...action }), gateway)
    },
  }
}

/** What load balancers ask. */
export function healthRoutes(draining: () => boolean): readonly Route[] {
  return [
    { method: 'GET', path: '/healthz', run: (exchange) => exchange.json(200, { status: 'ok' }) },
    {
      method: 'GET',
      path: '/readyz',
      run: (exchange) => {
        if (draining()) throw new GatewayError('draining')
        exchange.json(200, { status: 'ready' })
      },
    },
  ]
}

function decodeName(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
