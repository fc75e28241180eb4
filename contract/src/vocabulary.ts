/** Words of the file that are closed lists. The gateway's tests hold them against its own registries. */

export const MODEL_TYPES = [
  'chat',
  'reasoning',
  'image',
  'embeddings',
  'audio',
  'moderation',
  'transcription',
  'tts',
] as const

export const CAPABILITIES = ['tools', 'vision', 'audio', 'json_schema', 'reasoning'] as const

export const STRATEGIES = [
  'failover',
  'priority',
  'round_robin',
  'weighted',
  'balanced',
  'latency',
  'throughput',
  'cost',
  'least_busy',
  'adaptive',
] as const

/** Kinds of provider that can be configured. */
export const PROVIDER_KINDS = [
  'openai',
  'openai-compatible',
  'anthropic',
  'google',
  'azure-openai',
  'bedrock',
  'cohere',
  'deepseek',
  'fireworks',
  'groq',
  'mistral',
  'ollama',
  'openrouter',
  'perplexity',
  'together',
  'vertex',
  'vllm',
  'xai',
] as const
export type ProviderKind = (typeof PROVIDER_KINDS)[number]

/** Families of provider-native endpoints, as keys of `nativeFallback`. */
export const ENDPOINT_FAMILIES = ['openai', 'anthropic', 'gemini'] as const

/** Conditions that have fields or effects of their own. */
export const TRIGGER_TYPES = [
  'all',
  'auth',
  'availability',
  'cost',
  'error',
  'error_rate',
  'latency',
  'load',
  'quality',
  'rate_limit',
  'region',
] as const

/** Named sets of failures. */
export const TRIGGER_SET_NAMES = [
  '5xx',
  'timeout',
  'rate_limit',
  'standard',
  'chain',
  'deployment',
  'widest',
  'any',
] as const

export const FAILURE_CLASSES = [
  'rate_limit',
  'quota_exhausted',
  'request_exceeds_limit',
  'overloaded',
  'server_error',
  'network',
  'timeout',
  'auth',
  'permission',
  'model_unavailable',
  'context_length',
  'content_filter',
  'refusal',
  'invalid_request',
  'tool_generation_failed',
  'stream_interrupted',
  'empty_response',
  'quality',
  'latency',
] as const

/** Names without fields of their own: sets and classes that are not also a type. */
export const PLAIN_TRIGGER_NAMES = [...new Set([...TRIGGER_SET_NAMES, ...FAILURE_CLASSES])].filter(
  (name) => !(TRIGGER_TYPES as readonly string[]).includes(name),
)

/** Every name that can stand in a list of triggers: types, sets and classes. */
export const TRIGGER_NAMES: readonly string[] = [...TRIGGER_TYPES, ...PLAIN_TRIGGER_NAMES]

/** Checks that need no fields, by name alone. */
export const PLAIN_QUALITY_CHECKS = [
  'non_empty',
  'not_truncated',
  'valid_json',
  'json_schema',
  'not_refusal',
] as const

/** Checks that a `quality` trigger can ask for. */
export const QUALITY_CHECKS = [
  'non_empty',
  'not_truncated',
  'valid_json',
  'json_schema',
  'not_refusal',
  'min_length',
  'matches',
  'webhook',
  'judge',
] as const

/** What a provider may call a model. */
export const UPSTREAM_MODEL = /^[\x21-\x7e]{1,256}$/

/** Kinds that have no base URL of their own. */
export const KINDS_WITHOUT_BASE_URL: readonly string[] = ['openai-compatible', 'azure-openai', 'vllm']

/** What services of a cloud have to be told, one of each list; other kinds take none of it. */
export const CLOUD_MEMBERS: Readonly<
  Record<string, readonly (readonly ('location' | 'region' | 'project')[])[]>
> = {
  bedrock: [['location', 'region']],
  vertex: [['project'], ['location', 'region']],
}
