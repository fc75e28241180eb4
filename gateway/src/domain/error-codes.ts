/** Our own refusals: code → status, message and hint. docs/errors.md is tested against this table both ways. */
export const ERROR_CODES = {
  invalid_json: {
    status: 400,
    type: 'invalid_request_error',
    message: 'The request body is not valid JSON.',
    hint: 'Send one JSON object, UTF-8 encoded.',
  },
  invalid_body: {
    status: 400,
    type: 'invalid_request_error',
    message: 'A member of the request body is missing or of the wrong type.',
    hint: 'Correct it and send the request again.',
  },
  invalid_parameter: {
    status: 400,
    type: 'invalid_request_error',
    message: 'A parameter of the path or the query has a value that cannot be used.',
    hint: 'Correct it and send the request again.',
  },
  invalid_header: {
    status: 400,
    type: 'invalid_request_error',
    message: 'A request header has a value that cannot be used.',
    hint: 'Correct it and send the request again.',
  },
  missing_key: {
    status: 401,
    type: 'authentication_error',
    message: 'No API key was given.',
    hint: 'Send it as "Authorization: Bearer KEY", "x-api-key" or "x-goog-api-key".',
  },
  invalid_key: {
    status: 401,
    type: 'authentication_error',
    message: 'The API key is not known here.',
    hint: 'Check that the key belongs to this gateway and has not been revoked.',
  },
  key_expired: {
    status: 401,
    type: 'authentication_error',
    message: 'The API key has expired.',
    hint: 'Ask for a new one, or for a later `expires_at`.',
  },
  key_revoked: {
    status: 401,
    type: 'authentication_error',
    message: 'The API key was revoked.',
    hint: 'Ask for a new one.',
  },
  budget_exhausted: {
    status: 402,
    type: 'insufficient_quota',
    message: 'A budget has no room for this request.',
    hint: 'Ask for a larger budget, wait until it renews, or ask for a cheaper model.',
  },
  not_signed_in: {
    status: 401,
    type: 'authentication_error',
    message: 'The admin API asks who you are, and this request does not say so.',
    hint: 'Sign in at /console, or send "Authorization: Bearer" with a service token or the value of BACKSTAY_ADMIN_TOKEN; keys of the gateway do not open it.',
  },
  sign_in_failed: {
    status: 401,
    type: 'authentication_error',
    message: 'The address or the password is wrong.',
    hint: 'Try again; "backstay members link" makes a link for a lost password.',
  },
  link_not_valid: {
    status: 401,
    type: 'authentication_error',
    message: 'This link was used before, is too old, or was replaced by a newer one.',
    hint: 'Ask for another one, or make it with "backstay members link".',
  },
  origin_not_allowed: {
    status: 403,
    type: 'permission_error',
    message: 'A page of another site asked for this, or none that the browser names.',
    hint: 'Use the console of this gateway; set `admin.url` where a proxy changes its host name.',
  },
  role_insufficient: {
    status: 403,
    type: 'permission_error',
    message: 'Your role does not include this.',
    hint: 'Ask an owner or admin of the organisation.',
  },
  model_not_granted: {
    status: 403,
    type: 'permission_error',
    message: 'This API key may not use this model.',
    hint: "Ask for the model to be added to the key's `models`.",
  },
  ip_not_allowed: {
    status: 403,
    type: 'permission_error',
    message: 'This API key may not be used from this address.',
    hint: "Ask for the address to be added to the key's `ip.allow`.",
  },
  model_not_found: {
    status: 404,
    type: 'invalid_request_error',
    message: 'No model or chain has this name.',
    hint: 'GET /v1/models lists the names this key may use.',
  },
  not_found: {
    status: 404,
    type: 'invalid_request_error',
    message: 'There is no such endpoint.',
    hint: 'Base URL for OpenAI clients: http://HOST:PORT/v1.',
  },
  request_not_found: {
    status: 404,
    type: 'invalid_request_error',
    message: 'No answered request of this API key has this id.',
    hint: 'Send what x-request-id said with the answer.',
  },
  admin_route_not_found: {
    status: 404,
    type: 'invalid_request_error',
    message: 'There is no such endpoint of the admin API.',
    hint: 'GET /api/docs lists them.',
  },
  resource_not_found: {
    status: 404,
    type: 'invalid_request_error',
    message: 'There is nothing with this id.',
    hint: 'The lists of the admin API have the ids there are.',
  },
  endpoint_not_supported: {
    status: 404,
    type: 'invalid_request_error',
    message: 'This endpoint is not part of this gateway.',
    hint: 'Call the provider directly for files, batches and realtime sessions.',
  },
  method_not_allowed: {
    status: 405,
    type: 'invalid_request_error',
    message: 'The endpoint does not take this method.',
    hint: 'See the Allow header.',
  },
  declared_in_file: {
    status: 409,
    type: 'invalid_request_error',
    message: 'This is declared in the configuration file, and is changed there only.',
    hint: 'Change the file; the gateway follows it.',
  },
  in_use: {
    status: 409,
    type: 'invalid_request_error',
    message: 'Something else names it.',
    hint: 'Change what names it first.',
  },
  already_revoked: {
    status: 409,
    type: 'invalid_request_error',
    message: 'The API key was revoked, for good.',
    hint: 'Make a new one.',
  },
  request_timeout: {
    status: 408,
    type: 'invalid_request_error',
    message: 'The request body did not arrive in time.',
    hint: 'Send the whole body without long pauses.',
  },
  already_exists: {
    status: 409,
    type: 'invalid_request_error',
    message: 'There is one with this name or address already.',
    hint: 'Change that one, or choose another name.',
  },
  last_owner: {
    status: 409,
    type: 'invalid_request_error',
    message: 'An organisation keeps at least one owner.',
    hint: 'Make somebody else an owner first.',
  },
  sign_in_first: {
    status: 409,
    type: 'invalid_request_error',
    message: 'Whoever has this address has signed in here before.',
    hint: 'Sign in, then open the link again.',
  },
  revision_mismatch: {
    status: 412,
    type: 'invalid_request_error',
    message: 'Somebody else has changed it meanwhile; nothing was changed.',
    hint: 'Read it again and send its ETag as if-match.',
  },
  body_too_large: {
    status: 413,
    type: 'invalid_request_error',
    message: 'The request body is larger than this gateway takes.',
    hint: 'The limit is `server.max_body_bytes`.',
  },
  unsupported_media_type: {
    status: 415,
    type: 'invalid_request_error',
    message: 'The request body is not said to be JSON.',
    hint: 'Send it with "content-type: application/json".',
  },
  unsupported_encoding: {
    status: 415,
    type: 'invalid_request_error',
    message: 'The content encoding of the request body is not supported.',
    hint: 'Send the body plain, or encoded with gzip, deflate or br.',
  },
  key_limit_reached: {
    status: 429,
    type: 'rate_limit_error',
    message: 'This API key has reached a limit of its own.',
    hint: 'Wait as long as retry-after says.',
  },
  too_many_attempts: {
    status: 429,
    type: 'rate_limit_error',
    message: 'Too many attempts to sign in have failed, from this address or for this account.',
    hint: 'Wait as long as retry-after says.',
  },
  too_many_streams: {
    status: 429,
    type: 'rate_limit_error',
    message: 'As many live streams of events are open as this gateway keeps.',
    hint: 'Close one, or list the events.',
  },
  no_capacity: {
    status: 429,
    type: 'rate_limit_error',
    message: 'Every deployment that could answer has reached its limit.',
    hint: 'Wait as long as retry-after says.',
  },
  request_cannot_be_served: {
    status: 400,
    type: 'invalid_request_error',
    message: 'No deployment can serve what this request asks for.',
    hint: 'See the reasons in the message.',
  },
  not_permitted: {
    status: 403,
    type: 'permission_error',
    message: 'Policy leaves no deployment for this request.',
    hint: 'See the reasons in the message.',
  },
  hung_up: {
    status: 499,
    type: 'api_error',
    message: 'The client went away before the answer was complete.',
    hint: 'Recorded only; no client sees it.',
  },
  internal_error: {
    status: 500,
    type: 'api_error',
    message: 'Something went wrong in the gateway.',
    hint: 'Report it with the request id.',
  },
  upstream_failed: {
    status: 502,
    type: 'api_error',
    message: 'Every deployment that was tried failed.',
    hint: 'See `attempts` for who failed how.',
  },
  nothing_eligible: {
    status: 503,
    type: 'api_error',
    message: 'No deployment may be used for this request.',
    hint: 'See the reasons in the message.',
  },
  store_unavailable: {
    status: 503,
    type: 'api_error',
    message: 'The store cannot be read.',
    hint: 'Requests are served all the same; see the log of the gateway.',
  },
  provider_unavailable: {
    status: 503,
    type: 'api_error',
    message: 'The identity provider cannot be reached, or does not describe itself as it should.',
    hint: 'Try again; if it stays so, check `admin.sign_in.providers` and the log of the gateway.',
  },
  draining: {
    status: 503,
    type: 'api_error',
    message: 'This gateway is shutting down.',
    hint: 'Send the request again; a load balancer finds another one.',
  },
  deadline_exceeded: {
    status: 504,
    type: 'api_error',
    message: 'The deadline of the request passed before an answer was there.',
    hint: 'Raise the deadline, or set lower limits per attempt.',
  },
} as const satisfies Readonly<Record<string, ErrorCode>>

interface ErrorCode {
  readonly status: number
  readonly type: string
  readonly message: string
  readonly hint: string
}

export type GatewayErrorCode = keyof typeof ERROR_CODES
