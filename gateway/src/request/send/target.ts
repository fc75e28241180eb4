import type { Deployment, Json } from '#domain/deployment'
import { isChat, isCount, type Dialect } from '#domain/request'
import type { DialectId } from '#wire/canonical'
import type { ProviderCodec } from '#wire/codec'
import { providerCodec } from '#wire/codecs'
import type { FormEdits } from '#wire/form-edit'
import { compileEdits, type CompiledEdits, type JsonEdits } from '#wire/json-edit'
import { asObject } from '#wire/json-read'
import type { Endpoint, ProviderKind } from './provider.ts'
import { providerKind } from './providers/index.ts'

/** Where and how a deployment is called: worked out once per dialect of clients, used for every request. */
export interface Target {
  readonly kind: ProviderKind
  /** Spoken there: the client's own, where the provider speaks it. */
  readonly codec: ProviderCodec
  readonly origin: string
  /** Path and query. */
  readonly path: string
  readonly streamPath: string
  /** Name, value, name, value …: everything but what a request brings along. */
  readonly headers: readonly string[]
  /** Lower-case names that a request's own headers must not add to. */
  readonly taken: ReadonlySet<string>
  readonly ca: string | null
  readonly proxy: string | null
  /** Asked for the proof of identity of every request; `null`: `headers` have all there is. */
  readonly cloud: CloudAccess | null
  /** Members of the body that are cut out, beside those of the gateway. */
  readonly cut: readonly string[]
  readonly edits: CompiledEdits
  /** The same of bodies that are forms. */
  readonly formEdits: FormEdits
  /** `edits`, and the usage chunk asked for; `null` where that cannot be done. */
  readonly editsWithUsage: CompiledEdits | null
}

/** Which cloud is asked, for whom. */
export interface CloudAccess {
  readonly kind: 'aws' | 'google'
  /** Its own word for the place. */
  readonly location: string
  /** As configured; `null`: found where programs of the cloud find theirs. */
  readonly credentials: string | null
}

/** Why a deployment cannot be called at all. */
export interface Untargetable {
  readonly kind: null
  readonly reason: string
}

/** Set by the connection, or secrets of a caller: never taken from a request. */
const NEVER_FORWARDED = [
  'authorization',
  'proxy-authorization',
  'x-api-key',
  'x-goog-api-key',
  'api-key',
  'cookie',
  'host',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'content-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect',
]

type ByDialect = Map<Dialect, Target | Untargetable>

const cache = new WeakMap<Deployment, ByDialect>()

/** Has the deployment an endpoint for requests of a dialect as they are. */
export function speaks(deployment: Deployment, dialect: Dialect): boolean {
  const target = targetOf(deployment, dialect)
  return target.kind !== null && target.codec.id === dialect
}

/** How the deployment is called for clients of a dialect. */
export function targetOf(deployment: Deployment, dialect: Dialect): Target | Untargetable {
  let byDialect = cache.get(deployment)
  if (byDialect === undefined) {
    byDialect = new Map()
    cache.set(deployment, byDialect)
  }
  let target = byDialect.get(dialect)
  if (target === undefined) {
    target = makeTarget(deployment, dialect)
    byDialect.set(dialect, target)
  }
  return target
}

function makeTarget(deployment: Deployment, dialect: Dialect): Target | Untargetable {
  const { provider } = deployment
  const kind = providerKind(provider.kind)
  const endpoint = kind === null ? undefined : endpointOf(kind, deployment, dialect)
  if (kind === null || endpoint === undefined)
    return {
      kind: null,
      reason: `provider ${provider.name}: kind "${provider.kind}" has no ${dialect} endpoint`,
    }
  const base = deployment.baseUrl ?? provider.baseUrl ?? baseUrlOf(kind, deployment)
  if (base === null) return { kind: null, reason: `provider ${provider.name} has no base_url` }
  const url = URL.canParse(base) ? new URL(base) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return { kind: null, reason: `provider ${provider.name}: base_url is not an http or https URL` }
  }
  const headers = headersOf(deployment, kind)
  const defaults = new Set(Object.keys(kind.headers ?? {}))
  const plain = editsOf(deployment, endpoint)
  const asksUsage =
    endpoint.dialect === 'openai-chat' &&
    !kind.quirks.rejectsStreamOptions &&
    !('stream_options' in deployment.extraBody)
  return {
    kind,
    codec: providerCodec(endpoint.dialect),
    origin: url.origin,
    path: pathOf(deployment, url, endpoint.path),
    streamPath: pathOf(deployment, url, endpoint.streamPath ?? endpoint.path),
    headers,
    taken: new Set([
      ...headers.filter((_, index) => index % 2 === 0 && !defaults.has(headers[index] ?? '')),
      ...NEVER_FORWARDED,
    ]),
    ca: provider.ca,
    proxy: provider.proxy,
    cloud: cloudOf(deployment, kind),
    cut: endpoint.cut ?? NOTHING,
    edits: compileEdits(plain, unsafeBuffer),
    formEdits: { set: plain.set ?? {}, setIfAbsent: plain.setIfAbsent ?? {} },
    editsWithUsage: asksUsage ? compileEdits(withUsage(plain), unsafeBuffer) : null,
  }
}

const NOTHING: readonly string[] = []

function baseUrlOf(kind: ProviderKind, deployment: Deployment): string | null {
  const location = locationOf(deployment)
  return kind.baseUrls?.[location] ?? kind.baseUrl?.replace('{location}', location) ?? null
}

function locationOf({ provider: { cloud } }: Deployment): string {
  return cloud?.location ?? ''
}

/** A key of the deployment's or the provider's own needs no other proof. */
function cloudOf(deployment: Deployment, kind: ProviderKind): CloudAccess | null {
  const { apiKey, provider } = deployment
  if (kind.cloud === undefined || (apiKey ?? provider.apiKey) !== null) return null
  const credentials = provider.cloud?.credentials ?? null
  return { kind: kind.cloud, location: locationOf(deployment), credentials }
}

/** What the file calls the endpoints of servers. */
const ENDPOINT_DIALECTS: Readonly<Record<string, readonly DialectId[]>> = {
  chat_completions: ['openai-chat'],
  completions: ['openai-completions'],
  embeddings: ['openai-embeddings'],
  images: ['openai-images', 'openai-image-edits', 'openai-image-variations'],
  messages: ['anthropic-messages', 'anthropic-count'],
  moderations: ['openai-moderations'],
  responses: ['openai-responses', 'openai-count'],
  speech: ['openai-speech'],
  transcriptions: ['openai-transcriptions'],
  translations: ['openai-translations'],
}

/** The one of the client's own dialect, else the provider's first. */
function endpointOf(
  kind: ProviderKind,
  { provider: { apiVersion, endpoints }, upstreamModel }: Deployment,
  dialect: Dialect,
): Endpoint | undefined {
  const all = apiVersion === null ? kind.endpoints : (kind.versioned ?? kind.endpoints)
  const said = endpoints?.flatMap((name) => ENDPOINT_DIALECTS[name] ?? [])
  const spoken = all.filter(
    (one) =>
      (one.models?.test(upstreamModel) ?? true) && (said?.includes(one.dialect) ?? one.onlyIfSaid !== true),
  )
  const own = spoken.find((one) => one.dialect === dialect)
  // Only chat is translated: for the others there is nothing to translate to.
  return own ?? (isChat(dialect) ? spoken[0] : undefined)
}

/** Where the path names the model, the body does not. */
function editsOf(deployment: Deployment, endpoint: Endpoint): JsonEdits {
  const model = endpoint.path.includes('{model}') ? endpoint.set : { model: deployment.upstreamModel }
  // Members that say how to answer are refused where nothing is answered.
  if (isCount(endpoint.dialect as Dialect)) return { set: { ...model } }
  return { set: { ...model, ...deployment.extraBody }, setIfAbsent: defaultsOf(deployment) }
}

/** Path and query: the provider's own parameters, and those of the endpoint. */
function pathOf({ provider, upstreamModel }: Deployment, base: URL, endpoint: string): string {
  const [path = '', query = ''] = endpoint
    .replace('{model}', encodeURIComponent(upstreamModel))
    .replace('{apiVersion}', encodeURIComponent(provider.apiVersion ?? ''))
    .replace('{project}', encodeURIComponent(provider.cloud?.project ?? ''))
    .replace('{location}', encodeURIComponent(provider.cloud?.location ?? ''))
    .split('?')
  const parameters = new URLSearchParams(base.search)
  for (const [name, value] of new URLSearchParams(query)) parameters.set(name, value)
  for (const [name, value] of Object.entries(provider.query)) parameters.set(name, value)
  const search = parameters.toString()
  return joinPath(base.pathname, path) + (search === '' ? '' : `?${search}`)
}

/** The ledger needs usage; other stream options stay as the request or the defaults have them. */
function withUsage(plain: JsonEdits): JsonEdits {
  const { stream_options: options, ...setIfAbsent } = plain.setIfAbsent ?? {}
  const asked = { include_usage: true }
  const otherwise = { ...asObject(options), ...asked } as Json
  return { ...plain, setIfAbsent, merge: { stream_options: { set: asked, otherwise } } }
}

/** What is set in any case needs no default. */
function defaultsOf(deployment: Deployment): Deployment['params'] {
  const set = new Set(['model', ...Object.keys(deployment.extraBody)])
  return Object.fromEntries(Object.entries(deployment.params).filter(([name]) => !set.has(name)))
}

/**
 * Appends the path to the base. Kinds whose base is the bare host name the version in their path; a base URL that has
 * it already, as vendors often write it, does not get it twice.
 */
function joinPath(prefix: string, path: string): string {
  const base = prefix.replace(/\/+$/, '')
  if (!/^\/v\d/.test(path)) return base + path
  for (let at = path.length; at > 0; at = path.lastIndexOf('/', at - 1)) {
    if (base.endsWith(path.slice(0, at))) return base + path.slice(at)
  }
  return base + path
}

function headersOf(deployment: Deployment, kind: ProviderKind): string[] {
  const { provider } = deployment
  const named = new Map<string, string>([
    ['content-type', 'application/json'],
    ['accept-encoding', 'identity'],
    ['user-agent', 'backstay'],
    ...Object.entries(kind.headers ?? {}),
  ])
  const key = deployment.apiKey ?? provider.apiKey
  if (key !== null) named.set(kind.authentication.header, kind.authentication.prefix + key)
  for (const [name, value] of Object.entries(provider.headers)) named.set(name.toLowerCase(), value)
  return [...named].flat()
}

/** From Node's pool where it is small: most bodies are. */
function unsafeBuffer(size: number): Uint8Array {
  return Buffer.allocUnsafe(size)
}
