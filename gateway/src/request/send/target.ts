import type { Deployment, Json } from '#domain/deployment'
import { compileEdits, type CompiledEdits, type JsonEdits } from '#wire/json-edit'
import { asObject } from '#wire/json-read'
import type { ProviderKind } from './provider.ts'
import { providerKind } from './providers/index.ts'

/** Where and how a deployment is called: worked out once, used for every request. */
export interface Target {
  readonly kind: ProviderKind
  readonly origin: string
  /** Path and query. */
  readonly path: string
  /** Name, value, name, value …: everything but what a request brings along. */
  readonly headers: readonly string[]
  /** Lower-case names that a request's own headers must not add to. */
  readonly taken: ReadonlySet<string>
  readonly ca: string | null
  readonly proxy: string | null
  readonly edits: CompiledEdits
  /** `edits`, and the usage chunk asked for; `null` where that cannot be done. */
  readonly editsWithUsage: CompiledEdits | null
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

const cache = new WeakMap<Deployment, Target | Untargetable>()

export function targetOf(deployment: Deployment): Target | Untargetable {
  let target = cache.get(deployment)
  if (target === undefined) {
    target = makeTarget(deployment)
    cache.set(deployment, target)
  }
  return target
}

function makeTarget(deployment: Deployment): Target | Untargetable {
  const { provider } = deployment
  const kind = providerKind(provider.kind)
  if (kind === null)
    return { kind: null, reason: `provider ${provider.name}: kind "${provider.kind}" is not supported` }
  const base = deployment.baseUrl ?? provider.baseUrl ?? kind.baseUrl
  if (base === null) return { kind: null, reason: `provider ${provider.name} has no base_url` }
  const url = URL.canParse(base) ? new URL(base) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return { kind: null, reason: `provider ${provider.name}: base_url is not an http or https URL` }
  }
  for (const [name, value] of Object.entries(provider.query)) url.searchParams.set(name, value)
  const headers = headersOf(deployment, kind)
  const plain = {
    set: { model: deployment.upstreamModel, ...deployment.extraBody },
    setIfAbsent: defaultsOf(deployment),
  }
  const asksUsage = !kind.quirks.rejectsStreamOptions && !('stream_options' in deployment.extraBody)
  const edits = compileEdits(plain, unsafeBuffer)
  return {
    kind,
    origin: url.origin,
    path: joinPath(url.pathname, kind.chatPath) + url.search,
    headers,
    taken: new Set([...headers.filter((_, index) => index % 2 === 0), ...NEVER_FORWARDED]),
    ca: provider.ca,
    proxy: provider.proxy,
    edits,
    editsWithUsage: asksUsage ? compileEdits(withUsage(plain), unsafeBuffer) : null,
  }
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
