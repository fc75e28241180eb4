import type { Deployment } from '#domain/deployment'

/** Replaces what must not be seen in a provider's text. */
export type Redact = (text: string) => string

const cache = new WeakMap<Deployment, Redact>()

/** Prefixes that providers give their keys; what follows is the key, or their own masked form of it. */
const KNOWN_KEYS = /\b(?:sk|pk|rk|gsk|xai|hf|r8|fw|nvapi|pplx|csk|tgp|AIza|AKIA|ASIA|ya29)[-_.A-Za-z0-9][-_.*A-Za-z0-9]{6,}/g
const BEARER = /\b(Bearer|Basic)\s+[^\s"',;]{4,}/gi
const ASSIGNED = /\b((?:api|access|secret)[-_ ]?key|token|password)(["']?\s*[:=]\s*["']?)[^\s"',;&]{6,}/gi
/** Runs this long with letters and digits mixed are no words; model names and UUIDs have shorter ones. */
const RANDOM = /[-_A-Za-z0-9]*[A-Za-z0-9]{32,}[-_A-Za-z0-9]*/g

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
export function redactPatterns(text: string): string {
  return text
    .replaceAll(BEARER, '$1 [redacted]')
    .replaceAll(KNOWN_KEYS, '[redacted]')
    .replaceAll(ASSIGNED, '$1$2[redacted]')
    .replaceAll(RANDOM, (run) => (/\d/.test(run) && /[A-Za-z]/.test(run) ? '[redacted]' : run))
}

function secretsOf(deployment: Deployment): string[] {
  const { provider } = deployment
  const all = [deployment.apiKey, provider.apiKey, ...Object.values(provider.headers), ...Object.values(provider.query)]
  return all.filter((value) => value !== null && value.length >= 6) as string[]
}

function hostsOf(deployment: Deployment): string[] {
  const urls = [deployment.baseUrl, deployment.provider.baseUrl, deployment.provider.proxy]
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
    .replaceAll(new RegExp(`[a-z]+://(?:[^\\s/@"'<>]*@)?${name}(?::\\d+)?[^\\s"'<>)]*`, 'gi'), '[upstream]')
    .replaceAll(new RegExp(`(?<![\\w.-])${name}(?::\\d+)?(?![\\w-])`, 'gi'), '[upstream]')
}
