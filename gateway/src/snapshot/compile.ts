import type { ConfigFile } from '@backstay/contract'
import type { Configuration, GlobalFallback } from '#domain/configuration'
import type { Deployment } from '#domain/deployment'
import { compileTriggers } from '#run/compile-triggers'
import { compileChain } from './compile-chain.ts'
import { compileKey } from './compile-key.ts'
import type { ModelContext } from './compile-model.ts'
import { compileModel } from './compile-model.ts'
import { compileProvider } from './compile-provider.ts'
import { deepFreeze } from './deep-freeze.ts'
import { fileSettings } from './file-settings.ts'
import { implicitModels } from './implicit-models.ts'

/** What `readConfig` found valid. */
export interface CompileSource {
  readonly file: ConfigFile
  readonly version: string
  /** Sentences for operators. */
  readonly warnings: readonly string[]
}

/** Turns a valid file into what requests are decided by. Deeply frozen. */
export function compile({ file, version, warnings }: CompileSource): Configuration {
  const settings = fileSettings(file)
  const providers = new Map(
    Object.entries(file.providers).map(([name, entry]) => [
      name,
      { provider: compileProvider(name, entry), timeouts: entry.timeouts },
    ]),
  )
  const context: ModelContext = { settings, providers }
  const models = new Map(file.models.map((entry) => [entry.name, compileModel(entry, context)]))
  const aliases = new Map(file.models.flatMap(({ name, aliases: own }) => own.map((alias) => [alias, name])))
  const implicitModel = implicitModels(
    context,
    labelsOf([...models.values()].flatMap((model) => model.deployments)),
  )
  const findModel = (name: string) => models.get(name) ?? models.get(aliases.get(name) ?? '')
  const chains = file.fallback.chains.map((entry) =>
    compileChain(entry, { settings, findModel, implicitModel }),
  )
  const keys = file.keys.map(compileKey)

  return deepFreeze<Configuration>({
    version,
    providers: new Map([...providers.values()].map(({ provider }) => [provider.name, provider])),
    models,
    chains: new Map(chains.map((chain) => [chain.name, chain])),
    aliases,
    keys: new Map(keys.map((key) => [key.sha256, key])),
    organisation: {
      id: 'default',
      routingEnabled: file.organisation.routing.enabled,
      allowRequestOverride: file.organisation.allow_request_override,
      refusalLock: file.organisation.refusal_lock,
    },
    fallback: globalFallback(file),
    retry: settings.retry,
    timeouts: settings.timeouts,
    cooldown: {
      minMs: file.cooldown.min_ms,
      maxMs: file.cooldown.max_ms,
      defaultMs: file.cooldown.default_ms,
    },
    stream: { flushAfterMs: file.stream.flush_after_ms, malformedEvent: file.stream.malformed_event },
    maxTotalAttempts: file.routing.max_total_attempts,
    retryBudget: {
      ratio: file.routing.retry_budget.ratio,
      minPerSecond: file.routing.retry_budget.min_per_second,
    },
    failClosed: settings.failClosed,
    maxBodyBytes: file.server.max_body_bytes,
    implicitModel: (provider, upstreamModel) => implicitModel(provider, upstreamModel),
    warnings,
  })
}

function globalFallback({ fallback }: ConfigFile): GlobalFallback {
  const { mid_stream: midStream = 'continue' } = fallback
  return {
    list: fallback.default,
    triggers: fallback.triggers === undefined ? null : compileTriggers(fallback.triggers).set,
    routing: fallback.routing === 'priority' ? 'priority' : 'balanced',
    midStream: typeof midStream === 'string' ? midStream : midStream.mode,
  }
}

function labelsOf(deployments: readonly Deployment[]): ReadonlySet<string> {
  return new Set(deployments.map(({ label }) => label))
}
