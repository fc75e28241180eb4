import type { Deployment } from '#domain/deployment'
import { asObject, asText, parseJson } from '#wire/json-read'
import { providerKind } from './providers/index.ts'

/** Replaces what must not be seen in a provider's text. */
export type Redact = (text: string) => string

/** Shorter values are words that would be cut out of every text. */
const MIN_SECRET = 6

const cache = new WeakMap<Deployment, Redact>()

/** Prefixes that providers give their keys; what follows is the key, or their own masked form of it. */
const KNOWN_KEYS =
  /\b(?:(?:sk|pk|rk|gsk|xai|hf|r8|fw|nvapi|pplx|csk|tgp)[-_]|AIza|ya29\.|A[KS]IA(?=[A-Z0-9]{12}))[-_.*A-Za-z0-9]{6,}/g
const BEARER = /\bBearer\s+[^\s"',;]{8,}/gi
const ASSIGNED = /\b((?:api|access|secret)[-_ ]?(?:key|token)|password)(["']?\s?[:=]\s?["']?)[^\s"',;&]{6,}/gi
const RUN = /[-_A-Za-z0-9]{32,}/g
/** An unbroken stretch this long with letters and digits is no word; parts of model names and UUIDs are shorter. */
const RANDOM = /[A-Za-z0-9]{32}/

/** Hides the deployment's secrets, anything that looks like a key, and where the provider is reached. */
export function redactFor(deployment: Deployment): Redact {
  const known = cache.get(deployment)
  if (known !== undefined) return known
  const literals = secretsOf(deployment).toSorted((a, b) => b.length - a.length)
  const hosts = hostsOf(deployment)
  const redact: Redact = (text) => {
    let out = text
    for (const literal of literals) out = out.replaceAll(literal, '[redacted]')
    for (const host of hosts) out = withoutHost(out, host)
    return redactPatterns(out)
  }
  cache.set(deployment, redact)
  return redact
}

/** The part that needs no knowledge of the deployment. */
function redactPatterns(text: string): string {
  return text
    .replaceAll(BEARER, 'Bearer [redacted]')
    .replaceAll(KNOWN_KEYS, '[redacted]')
    .replaceAll(ASSIGNED, '$1$2[redacted]')
    .replaceAll(RUN, (run) => (isRandom(run) ? '[redacted]' : run))
}

function isRandom(run: string): boolean {
  return RANDOM.test(run) && /\d/.test(run) && /[A-Za-z]/.test(run)
}

function secretsOf(deployment: Deployment): string[] {
  const { provider } = deployment
  const proxy =
    provider.proxy !== null && URL.canParse(provider.proxy) ? new URL(provider.proxy).password : ''
  const given = [
    ...Object.values(provider.headers),
    ...Object.values(provider.query),
    proxy,
    decodeURIComponent(proxy),
    ...credentialsOf(provider.cloud?.credentials ?? ''),
  ]
  return [deployment.apiKey ?? '', provider.apiKey ?? '', ...given].filter(
    (value) => value.length >= MIN_SECRET,
  )
}

/** The parts of a key pair; of a service account the key, as it is written and as it is read. */
function credentialsOf(credentials: string): string[] {
  if (!credentials.trimStart().startsWith('{')) return credentials.split(':')
  const key = asText(asObject(parseJson(credentials))?.['private_key']) ?? ''
  return [credentials, key, ...key.split('\n').filter((line) => !line.startsWith('-----'))]
}

function hostsOf(deployment: Deployment): string[] {
  const { provider } = deployment
  const urls = [
    deployment.baseUrl,
    provider.baseUrl,
    provider.proxy,
    providerKind(provider.kind)?.baseUrl ?? null,
  ]
  const hosts = new Set<string>()
  for (const url of urls) {
    if (url === null || !URL.canParse(url)) continue
    const { host, hostname } = new URL(url)
    hosts.add(host)
    hosts.add(hostname)
  }
  return [...hosts].filter((host) => host !== '')
}

/** Cuts out URLs at this host as a whole, and the host where it stands alone. */
function withoutHost(text: string, host: string): string {
  if (!text.includes(host)) return text
  const name = RegExp.escape(host)
  return text
    .replaceAll(
      new RegExp(`(?:https?|wss?)://(?:[^\\s/@"'<>]{0,256}@)?${name}(?::\\d+)?[^\\s"'<>)]*`, 'gi'),
      '[upstream]',
    )
    .replaceAll(new RegExp(`(?<![\\w.-])${name}(?::\\d+)?(?![\\w-])`, 'gi'), '[upstream]')
}
