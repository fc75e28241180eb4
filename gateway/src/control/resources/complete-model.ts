import type { DeploymentEntry, ProviderEntry } from '@backstay/contract'
import { isMask, masked } from '@backstay/contract/admin'
import { GatewayError } from '#domain/errors'
import type { EntryEdit } from '#snapshot/entry-change'
import type { InForce } from '#snapshot/in-force'
import type { EntryBody } from '#snapshot/stored-entry'
import type { CompletedEntry } from './mount-writes.ts'
import { resourcesOf } from './resource.ts'
import type { SentEntry } from './write-resource.ts'

/** A deployment as it was sent, in the words of the file. */
export interface SentDeployment extends Partial<Omit<DeploymentEntry, 'provider'>> {
  readonly id?: string
  readonly provider?: string | { readonly kind: string; readonly name?: string }
  readonly api_version?: string | null
}

/**
 * A model whose deployments name providers: where only a kind was given, an entry that fits is used, or made. Saved
 * deployments keep their secrets where none was sent.
 *
 * @throws GatewayError - 400 for a deployment that is not saved.
 */
export function completeModel({ body }: Pick<SentEntry, 'body'>, current: InForce): CompletedEntry {
  const { deployments, ...model } = body as { readonly deployments?: readonly SentDeployment[] }
  if (deployments === undefined) return { body, also: [] }
  const made = new Map<string, EntryBody>()
  const completed = deployments.map((sent, i) => {
    const { id, api_version: version, ...own } = sent
    const saved = id === undefined ? null : savedDeployment(id, current, i)
    const deployment = saved === null ? own : withSavedKey(own, saved)
    if (typeof own.provider !== 'object') return deployment
    const { base_url: baseUrl = null, ...rest } = deployment
    const wanted = { ...own.provider, baseUrl, version: version ?? null }
    return { ...rest, provider: providerFor(wanted, current, made) }
  })
  const also = [...made].map(([name, entry]): EntryEdit => ({
    kind: 'provider',
    id: null,
    name,
    body: entry,
  }))
  return { body: { ...model, deployments: completed }, also }
}

interface SavedKey {
  /** What stands in the entry: a reference, or what the file has. */
  readonly key: string | null
  readonly mask: string | null
}

function savedDeployment(id: string, current: InForce, index: number): SavedKey {
  for (const { name, entry, stored } of resourcesOf('model', current)) {
    const at = current.configuration.models.get(name)?.deployments.findIndex((one) => one.id === id) ?? -1
    if (at < 0) continue
    const secret = entry.deployments[at]?.api_key ?? null
    const own = (stored?.body['deployments'] as readonly DeploymentEntry[] | undefined)?.[at]?.api_key
    return { key: stored === null ? secret : (own ?? null), mask: secret === null ? null : masked(secret) }
  }
  const message = `\`deployments[${index}].id\`: no saved deployment is called "${id.slice(0, 100)}".`
  throw new GatewayError('invalid_body', { message, param: `deployments[${index}].id` })
}

function withSavedKey(sent: SentDeployment, { key, mask }: SavedKey): SentDeployment {
  const { api_key: given } = sent
  const stays = given === undefined || (given !== null && isMask(given) && given === mask)
  return stays ? { ...sent, api_key: key } : sent
}

interface WantedProvider {
  readonly kind: string
  readonly name?: string
  readonly baseUrl: string | null
  readonly version: string | null
}

function providerFor(wanted: WantedProvider, current: InForce, made: Map<string, EntryBody>): string {
  const known: [string, Partial<ProviderEntry>][] = [...Object.entries(current.file.providers), ...made]
  const fitting = known.find(
    ([name, entry]) =>
      entry.kind === wanted.kind &&
      (wanted.name === undefined || wanted.name === name) &&
      withoutSlash(entry.base_url ?? null) === withoutSlash(wanted.baseUrl) &&
      (entry.api_version ?? null) === wanted.version &&
      (entry.proxy ?? null) === null &&
      Object.keys({ ...entry.headers, ...entry.query }).length === 0,
  )
  if (fitting !== undefined) return fitting[0]
  const taken = new Set(known.map(([name]) => name))
  const base = wanted.name ?? wanted.kind
  let name = base
  for (let number = 2; taken.has(name); number++) name = `${base}-${number}`
  made.set(name, {
    kind: wanted.kind,
    ...(wanted.baseUrl !== null && { base_url: wanted.baseUrl }),
    ...(wanted.version !== null && { api_version: wanted.version }),
  })
  return name
}

function withoutSlash(url: string | null): string | null {
  return url?.replace(/\/+$/, '') ?? null
}
