import type { ProviderEntry } from '@backstay/contract'
import { CLOUD_MEMBERS } from '@backstay/contract'
import type { CloudPlace, Provider } from '#domain/deployment'
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
    ...(entry.endpoints === undefined ? {} : { endpoints: entry.endpoints }),
    ...(isCloud(entry.kind) ? { cloud: cloudOf(entry) } : {}),
    // Who keeps nothing has nothing to use.
    dataCollection: entry.data_collection ?? (entry.zdr ? 'deny' : null),
    zeroRetention: entry.zdr,
  }
}

function isCloud(kind: string): boolean {
  return Object.hasOwn(CLOUD_MEMBERS, kind)
}

/** The region is the cloud's own word, unless the location is. */
function cloudOf({ location, region, project, credentials }: ProviderEntry): CloudPlace {
  return { location: location ?? region, project, credentials }
}

export function withoutTrailingSlash(url: string | null): string | null {
  return url === null ? null : url.replace(/\/+$/, '')
}
