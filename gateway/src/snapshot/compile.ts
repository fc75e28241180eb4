import type { ConfigFile } from '@backstay/contract'
import type { Configuration, GlobalFallback } from '#domain/configuration'
import type { Deployment } from '#domain/deployment'
import type { MidStream } from '#domain/policy'
import { compileTriggers } from '#run/compile-triggers'
import { compileBudget } from './compile-budget.ts'
import { compileChain } from './compile-chain.ts'
import { compileKey } from './compile-key.ts'
import type { ModelContext } from './compile-model.ts'
import { compileModel } from './compile-model.ts'
import { compileProvider } from './compile-provider.ts'
import { deepFreeze } from './deep-freeze.ts'
import { FIRST_ORGANISATION } from './deployment-identity.ts'
import { fileSettings } from './file-settings.ts'
import { implicitModels } from './implicit-models.ts'
import { midStreamOf } from './mid-stream.ts'
import { modelSlugs } from './model-slugs.ts'

/** What `readConfig` found valid. */
export interface CompileSource {
  readonly file: ConfigFile
  readonly version: string
  /** Sentences for operators. */
  readonly warnings: readonly string[]
  /** Whose it is; default the one that the file is about. */
  readonly organisation?: string
}

/** Turns a valid file into what requests are decided by. Deeply frozen. */
export function compile(source: CompileSource): Configuration {
  const { file, version, warnings, organisation = FIRST_ORGANISATION } = source
  const settings = fileSettings(file)
  const providers = new Map(
    Object.entries(file.providers).map(([name, entry]) => [
      name,
      { provider: compileProvider(name, entry), timeouts: entry.timeouts },
    ]),
  )
  const context: ModelContext = { settings, providers, organisation }
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
  const keys = file.keys.flatMap((entry) => compileKey(entry, organisation))

  return deepFreeze<Configuration>({
    version,
    providers: new Map([...providers.values()].map(({ provider }) => [provider.name, provider])),
    models,
    chains: new Map(chains.map((chain) => [chain.name, chain])),
    aliases,
    keys: new Map(keys.map((key) => [key.sha256, key])),
    organisation: {
      id: organisation,
      routingEnabled: file.organisation.routing.enabled,
      allowRequestOverride: file.organisation.allow_request_override,
      refusalLock: file.organisation.refusal_lock,
      budget: compileBudget(
        file.organisation.budget,
        { kind: 'organisation', name: organisation },
        organisation,
      ),
    },
    fallback: globalFallback(file),
    retry: settings.retry,
    timeouts: settings.timeouts,
    ...rulesOf(file),
    failClosed: settings.failClosed,
    maxBodyBytes: file.server.max_body_bytes,
    implicitModel: (provider, upstreamModel, type) => implicitModel(provider, upstreamModel, type),
    modelOfSlug: modelSlugs([...models.values()]),
    warnings,
  })
}

type Rules = Pick<
  Configuration,
  'cooldown' | 'stream' | 'maxTotalAttempts' | 'partition' | 'affinity' | 'retryBudget'
>

/** What holds for every request unless its model or chain says otherwise. */
function rulesOf({ cooldown, stream, routing }: ConfigFile): Rules {
  return {
    cooldown: { minMs: cooldown.min_ms, maxMs: cooldown.max_ms, defaultMs: cooldown.default_ms },
    stream: { flushAfterMs: stream.flush_after_ms, malformedEvent: stream.malformed_event },
    maxTotalAttempts: routing.max_total_attempts,
    partition: routing.partition,
    affinity: routing.affinity,
    retryBudget: {
      ratio: routing.retry_budget.ratio,
      minPerSecond: routing.retry_budget.min_per_second,
    },
  }
}

function globalFallback({ fallback }: ConfigFile): GlobalFallback {
  return {
    list: fallback.default,
    conditions: fallback.triggers === undefined ? null : compileTriggers(fallback.triggers),
    routing: fallback.routing,
    midStream: midStreamOf(fallback.mid_stream) ?? CONTINUE,
  }
}

const CONTINUE: MidStream = { mode: 'continue', instructed: false, buffer: null }

function labelsOf(deployments: readonly Deployment[]): ReadonlySet<string> {
  return new Set(deployments.map(({ label }) => label))
}
