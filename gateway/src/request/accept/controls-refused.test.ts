import { describe, expect, it } from 'vitest'
import { GatewayError } from '#domain/errors'
import { NO_CONDITIONS } from '#domain/model'
import { controlMembersOf, readControls } from './controls.ts'

function refusal(text: string): Pick<GatewayError, 'code' | 'param'> | null {
  const body = JSON.parse(text) as Record<string, unknown>
  try {
    readControls(body, controlMembersOf(body), {
      requested: String(body['model']),
      compileTriggers: () => NO_CONDITIONS,
      warnings: [],
    })
    return null
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    return { code: error.code, param: error.param }
  }
}

describe('a malformed control', () => {
  it.each([
    ['{"provider":"openai"}', 'provider'],
    ['{"provider":["openai"]}', 'provider'],
    ['{"provider":1}', 'provider'],
    ['{"backstay":true}', 'backstay'],
    ['{"backstay":[]}', 'backstay'],
    ['{"models":1}', 'models'],
    ['{"models":{}}', 'models'],
    ['{"models":"a"}', 'models'],
    ['{"models":["a",1]}', 'models'],
    ['{"models":[["a"]]}', 'models'],
    ['{"models":[null]}', 'models'],
    ['{"provider":{"fallback":{}}}', 'provider.fallback'],
    ['{"backstay":{"fallback":0}}', 'backstay.fallback'],
    ['{"backstay":{"fallback":["a"]},"models":7}', 'models'],
    ['{"backstay":{"chain":["a"]}}', 'backstay.chain'],
    ['{"backstay":{"chain":""}}', 'backstay.chain'],
    ['{"fallbacks":{}}', 'fallbacks'],
    ['{"fallbacks":[{"model":"a"},{}]}', 'fallbacks[1]'],
    ['{"providerOptions":[]}', 'providerOptions'],
    ['{"providerOptions":{"gateway":"x"}}', 'providerOptions.gateway'],
    ['{"providerOptions":{"gateway":{"models":"x"}}}', 'providerOptions.gateway.models'],
    ['{"providerOptions":{"gateway":{"sort":"best"}}}', 'providerOptions.gateway.sort'],
    ['{"provider":{"routing":"cheapest"}}', 'provider.routing'],
    ['{"provider":{"routing":5}}', 'provider.routing'],
    ['{"provider":{"routing":["cost"]}}', 'provider.routing'],
    ['{"provider":{"routing":{"sort":1}}}', 'provider.routing.sort'],
    ['{"provider":{"sort":"best"}}', 'provider.sort'],
    ['{"provider":{"sort":{"by":"best"}}}', 'provider.sort.by'],
    ['{"provider":{"sort":{"by":"price","partition":"all"}}}', 'provider.sort.partition'],
    ['{"provider":{"only":"openai"}}', 'provider.only'],
    ['{"provider":{"ignore":[1]}}', 'provider.ignore'],
    ['{"provider":{"order":{"first":"openai"}}}', 'provider.order'],
    ['{"provider":{"allow_fallbacks":"no"}}', 'provider.allow_fallbacks'],
    ['{"provider":{"require_parameters":1}}', 'provider.require_parameters'],
    ['{"provider":{"zdr":"yes"}}', 'provider.zdr'],
    ['{"provider":{"data_collection":"never"}}', 'provider.data_collection'],
    ['{"provider":{"max_price":1}}', 'provider.max_price'],
    ['{"provider":{"max_price":{"prompt":"free"}}}', 'provider.max_price.prompt'],
    ['{"provider":{"max_price":{"completion":-1}}}', 'provider.max_price.completion'],
    ['{"provider":{"preferred_max_latency":"fast"}}', 'provider.preferred_max_latency'],
    ['{"provider":{"preferred_max_latency":{"p42":1}}}', 'provider.preferred_max_latency.p42'],
    ['{"provider":{"preferred_min_throughput":[1]}}', 'provider.preferred_min_throughput'],
    ['{"model":"auto","model_routing_config":[]}', 'model_routing_config'],
    ['{"model":"auto","model_routing_config":{"models":"a"}}', 'model_routing_config.models'],
    ['{"model":"auto","model_routing_config":{"preference":"fun"}}', 'model_routing_config.preference'],
    ['{"backstay":{"on_budget":"wait"}}', 'backstay.on_budget'],
    ['{"backstay":{"hedge":5}}', 'backstay.hedge'],
    ['{"backstay":{"hedge":{"after":"p50"}}}', 'backstay.hedge.after'],
    ['{"backstay":{"hedge":{"after":5,"max_share":2}}}', 'backstay.hedge.max_share'],
    ['{"backstay":{"hedge":{"after":5,"share":1}}}', 'backstay.hedge.share'],
    ['{"backstay":{"mid_stream":"go on"}}', 'backstay.mid_stream'],
    ['{"backstay":{"mid_stream":{"mode":"continue","instructed":1}}}', 'backstay.mid_stream.instructed'],
    ['{"backstay":{"retry":3}}', 'backstay.retry'],
    ['{"backstay":{"retry":{"maxAttempts":3}}}', 'backstay.retry.maxAttempts'],
    ['{"backstay":{"retry":{"max_attempts":0}}}', 'backstay.retry.max_attempts'],
    ['{"backstay":{"retry":{"max_attempts":-1}}}', 'backstay.retry.max_attempts'],
    ['{"backstay":{"retry":{"max_attempts":"3"}}}', 'backstay.retry.max_attempts'],
    ['{"backstay":{"retry":{"max_attempts":null}}}', 'backstay.retry.max_attempts'],
    ['{"backstay":{"retry":{"max_attempts":1e999}}}', 'backstay.retry.max_attempts'],
    ['{"backstay":{"retry":{"constructor":3}}}', 'backstay.retry.constructor'],
    ['{"backstay":{"retry":{"__proto__":3}}}', 'backstay.retry.__proto__'],
    ['{"backstay":{"timeouts":[]}}', 'backstay.timeouts'],
    ['{"backstay":{"timeouts":{"min_attempt_ms":1}}}', 'backstay.timeouts.min_attempt_ms'],
    ['{"backstay":{"timeouts":{"idle_ms":0.5}}}', 'backstay.timeouts.idle_ms'],
  ])('%s is refused with its path', (text, param) => {
    expect(refusal(text)).toEqual({ code: 'invalid_body', param })
  })

  it('is a list too long to look through', () => {
    const names = Array.from({ length: 101 }, (_, index) => `model-${index}`)
    expect(refusal(JSON.stringify({ models: names }))).toEqual({ code: 'invalid_body', param: 'models' })
  })
})
