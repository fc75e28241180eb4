import type { Behavior, CutMeans, CutPoint, ScriptedError } from './behavior.ts'

/** An error answer with any status. `retryAfterS` becomes the `retry-after` header. */
export function error(
  status: number,
  fields: ScriptedError & { readonly retryAfterS?: number } = {},
): Behavior {
  const { retryAfterS, ...scripted } = fields
  const headers = retryAfterS === undefined ? {} : { headers: { 'retry-after': String(retryAfterS) } }
  return { status, error: scripted, ...headers }
}

export function serverError(status = 500): Behavior {
  return error(status, {
    message: 'The server had an error while processing your request.',
    type: 'server_error',
  })
}

export function overloaded(options: { readonly retryAfterS?: number } = {}): Behavior {
  return error(503, {
    message: 'The engine is currently overloaded, please try again later.',
    type: 'service_unavailable_error',
    code: 'server_is_overloaded',
    ...options,
  })
}

export function gatewayTimeout(): Behavior {
  return error(504, { message: 'The request timed out.', type: 'timeout' })
}

export function rateLimited(options: { readonly retryAfterS?: number } = {}): Behavior {
  return error(429, {
    message: 'Rate limit reached for requests.',
    type: 'requests',
    code: 'rate_limit_exceeded',
    ...options,
  })
}

export function quotaExhausted(): Behavior {
  return error(429, {
    message: 'You exceeded your current quota, please check your plan and billing details.',
    type: 'insufficient_quota',
    code: 'insufficient_quota',
  })
}

export function requestTooLarge(): Behavior {
  return error(429, {
    message: 'Request too large for this model: limit 30000, requested 50000 tokens.',
    type: 'tokens',
    code: 'rate_limit_exceeded',
  })
}

export function unauthorized(): Behavior {
  return error(401, {
    message: 'Incorrect API key provided.',
    type: 'invalid_request_error',
    code: 'invalid_api_key',
  })
}

export function forbidden(): Behavior {
  return error(403, {
    message: 'Country, region, or territory not supported.',
    type: 'request_forbidden',
    code: 'unsupported_country_region_territory',
  })
}

export function modelNotFound(): Behavior {
  return error(404, {
    message: 'The model does not exist or you do not have access to it.',
    type: 'invalid_request_error',
    code: 'model_not_found',
  })
}

export function invalidRequest(param = 'temperature'): Behavior {
  return error(400, {
    message: `Unsupported value: '${param}' does not support this value with this model.`,
    type: 'invalid_request_error',
    code: 'unsupported_value',
    param,
  })
}

export function contextLength(): Behavior {
  return error(400, {
    message:
      "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
    param: 'messages',
  })
}

/** The prompt is turned down before anything is generated. */
export function promptFiltered(): Behavior {
  return error(400, {
    message: 'The response was filtered due to the prompt triggering the content policy.',
    type: 'invalid_request_error',
    code: 'content_policy_violation',
  })
}

/** The answer is held back: complete, without text, with finish reason `content_filter`. */
export function contentFiltered(): Behavior {
  return { text: '', finishReason: 'content_filter' }
}

export function refused(refusal = 'I am sorry, I cannot help with that.'): Behavior {
  return { refusal }
}

/** A complete answer that says nothing. */
export function emptyAnswer(): Behavior {
  return { text: '' }
}

/** Status 200 and not one byte. */
export function emptyBody(): Behavior {
  return { body: { text: '' } }
}

/** An HTML page where JSON is due, as proxies in front of providers send it. */
export function htmlError(status = 502): Behavior {
  const page = `<html><head><title>${status}</title></head><body><h1>${status} Bad Gateway</h1></body></html>`
  return { status, contentType: 'text/html', body: { text: page } }
}

const PROVIDER_ERROR: ScriptedError = {
  message: 'The server had an error while processing your request.',
  type: 'server_error',
  code: 'server_error',
}

export function errorBodyIn200(scripted: ScriptedError = PROVIDER_ERROR): Behavior {
  return { status: 200, error: scripted }
}

export function errorAsFirstEvent(scripted: ScriptedError = PROVIDER_ERROR): Behavior {
  return errorAfterTokens(0, scripted)
}

export function errorAfterTokens(tokens: number, scripted: ScriptedError = PROVIDER_ERROR): Behavior {
  return { errorEvent: { afterTokens: tokens, error: scripted } }
}

export function hangBeforeHeaders(): Behavior {
  return { hang: 'before_headers' }
}

export function hangBeforeFirstToken(): Behavior {
  return { hang: 'before_first_token' }
}

export function hangAfterTokens(tokens: number): Behavior {
  return { hang: { afterTokens: tokens } }
}

export function cutAt(at: CutPoint, how: CutMeans = 'reset'): Behavior {
  return { cut: { at, how } }
}

export function malformedAfterTokens(tokens: number): Behavior {
  return { malformedChunk: { afterTokens: tokens } }
}

/** The stream ends cleanly after its text, without a finish reason or terminator. */
export function unfinished(): Behavior {
  return { omit: { finish: true, done: true } }
}
