import type { DeploymentEntry, ModelEntry, TimeoutsOverride } from '@backstay/contract'
import type { Deployment, Provider } from '#domain/deployment'
import type { Capability, Model } from '#domain/model'
import type { ModelName, UpstreamModel } from '#domain/names'
import { compileTriggers } from '#run/compile-triggers'
import { catalogAbilities, catalogEntry } from './catalog.ts'
import { withoutTrailingSlash } from './compile-provider.ts'
import type { DeploymentIdentity } from './deployment-identity.ts'
import { credentialId, deploymentId } from './deployment-identity.ts'
import type { FileSettings } from './file-settings.ts'
import { queueOf } from './file-settings.ts'
import { midStreamOf } from './mid-stream.ts'
import { mergeBreaker, mergeRetry, mergeTimeouts } from './settings.ts'

/** A provider with the limits that the file sets for it. */
export interface ConfiguredProvider {
  readonly provider: Provider
  readonly timeouts: TimeoutsOverride | undefined
}

/** What models are compiled against. */
export interface ModelContext {
  readonly settings: FileSettings
  readonly providers: ReadonlyMap<string, ConfiguredProvider>
  readonly organisation: string
}

/** A model of the file, which was checked: its providers exist. */
export function compileModel(entry: ModelEntry, context: ModelContext): Model {
  const occurrences = new Map<string, number>()
  const labels = new Map<string, number>()
  const deployments = entry.deployments.map((deployment): Deployment => {
    const configured = context.providers.get(deployment.provider)
    if (configured === undefined) throw new Error(`deployment of ${entry.name} without its provider`)
    const identity = identify({ entry, deployment, configured }, context.organisation)
    const label = `${entry.name}/${deployment.provider}`
    const number = count(labels, label)
    return {
      ...identity,
      ...deploymentSettings({ entry, deployment, configured }, context.settings),
      id: deploymentId(identity, count(occurrences, deploymentId(identity, 0))),
      label: number === 1 ? label : `${label}#${number}`,
    }
  })
  return {
    kind: 'model',
    name: entry.name as ModelName,
    type: entry.type,
    ...(entry.allow_model_change ? { allowModelChange: true } : {}),
    aliases: entry.aliases,
    visible: entry.visible,
    contextWindow:
      entry.context_window ?? known(deployments, (kind, model) => catalogEntry(kind, model)?.contextWindow),
    maxOutputTokens:
      entry.max_output_tokens ??
      known(deployments, (kind, model) => catalogAbilities(kind, model).maxOutputTokens),
    capabilities: setOf(
      entry.capabilities ?? known(deployments, (kind, model) => catalogAbilities(kind, model).capabilities),
    ),
    strategy: entry.strategy,
    deployments,
    fallbacks: entry.fallbacks,
    conditions: entry.triggers === undefined ? null : compileTriggers(entry.triggers),
    midStream: midStreamOf(entry.mid_stream),
    retry: mergeRetry(context.settings.retry, entry.retry),
    timeouts: mergeTimeouts(context.settings.timeouts, entry.timeouts),
    probeEveryMs: entry.probe?.every_ms ?? null,
    failClosed: entry.routing?.fail_closed ?? context.settings.failClosed,
    queue: entry.routing?.queue === undefined ? context.settings.queue : queueOf(entry.routing.queue),
    partition: entry.routing?.partition ?? null,
    affinity: entry.routing?.affinity ?? null,
  }
}

interface Declared {
  readonly entry: ModelEntry
  readonly deployment: DeploymentEntry
  readonly configured: ConfiguredProvider
}

type Identified = Omit<DeploymentIdentity, 'modelName' | 'upstreamModel'> &
  Pick<Deployment, 'modelName' | 'upstreamModel' | 'apiKey'>

function identify({ entry, deployment, configured }: Declared, organisation: string): Identified {
  const { provider } = configured
  const baseUrl = withoutTrailingSlash(deployment.base_url) ?? provider.baseUrl
  const apiKey = deployment.api_key ?? provider.apiKey
  return {
    organisation,
    modelName: entry.name as ModelName,
    provider,
    baseUrl,
    apiKey,
    upstreamModel: deployment.model as UpstreamModel,
    credential: credentialId({ organisation, provider, baseUrl, apiKey }),
    region: deployment.region ?? provider.region,
  }
}

function deploymentSettings({ entry, deployment, configured }: Declared, settings: FileSettings) {
  const catalog = entry.price === null ? catalogEntry(configured.provider.kind, deployment.model) : null
  return {
    enabled: entry.enabled && deployment.enabled,
    tokensPerMinute: deployment.tokens_per_minute,
    requestsPerMinute: deployment.requests_per_minute,
    weight: deployment.weight,
    priority: deployment.priority,
    params: deployment.params,
    extraBody: deployment.extra_body,
    prefill: deployment.prefill,
    price: entry.price === null ? (catalog?.price ?? null) : priceOf(entry.price),
    timeouts: mergeTimeouts(settings.timeouts, configured.timeouts, entry.timeouts, deployment.timeouts),
    breaker: mergeBreaker(settings.breaker, entry.breaker, deployment.breaker),
  } satisfies Partial<Deployment>
}

function priceOf({ input, output, cached_input: cachedInput }: NonNullable<ModelEntry['price']>) {
  return { input, output, cachedInput }
}

/** Deployments of one model are the same model: the first one that the catalog knows it of speaks for all. */
function known<T>(
  deployments: readonly Deployment[],
  ask: (kind: string, upstreamModel: string) => T | null | undefined,
): T | null {
  for (const { provider, upstreamModel } of deployments) {
    const found = ask(provider.kind, upstreamModel) ?? null
    if (found !== null) return found
  }
  return null
}

function setOf(capabilities: readonly Capability[] | null): ReadonlySet<Capability> | null {
  return capabilities === null ? null : new Set(capabilities)
}

function count(counts: Map<string, number>, name: string): number {
  const next = (counts.get(name) ?? 0) + 1
  counts.set(name, next)
  return next
}
