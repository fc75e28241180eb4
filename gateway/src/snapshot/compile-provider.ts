import type { ProviderEntry } from '@backstay/contract'
import type { Provider } from '#domain/deployment'
import type { ProviderName } from '#domain/names'

export function compileProvider(name: string, entry: ProviderEntry): Provider {
  return {
    name: name as ProviderName,
    kind: entry.kind,
    baseUrl: withoutTrailingSlash(entry.base_url),
    apiKey: entry.api_key,
    region: entry.region,
    headers: entry.headers,
    query: entry.query,
    ca: entry.ca,
    proxy: entry.proxy,
    apiVersion: entry.api_version,
    // Who keeps nothing has nothing to use.
    dataCollection: entry.data_collection ?? (entry.zdr ? 'deny' : null),
    zeroRetention: entry.zdr,
  }
}

export function withoutTrailingSlash(url: string | null): string | null {
  return url === null ? null : url.replace(/\/+$/, '')
}
