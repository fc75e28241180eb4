import type { Configuration } from '#domain/configuration'
import type { Chain, Conditions, Model } from '#domain/model'
import { movingOn } from '#domain/model'
import type { KeyPolicy } from '#domain/policy'
import type { RequestControls } from '#domain/request'
import { TRIGGER_SETS } from '#domain/trigger-set'
import type { Prepared } from '#plan/prepare'
import { prepare } from '#plan/prepare'
import { admitted, chainOf, configuration, deployment, model, virtualKey } from './sample.ts'

/** Rotates over `a`, `b` and `c`. */
export const KEY_POLICY: KeyPolicy = {
  strategy: 'round_robin',
  candidates: [
    { modelName: 'a', priority: null },
    { modelName: 'b', priority: null },
    { modelName: 'c', priority: null },
  ],
  nativeFallback: null,
  crossProtocol: 'translate',
  conditions: null,
  maxRetries: null,
  retryDelayMs: null,
}
/** `a`, `b` and `c`, one deployment each. */
export const MODELS = ['a', 'b', 'c'].map((name) => model(name, [deployment(name)]))
const conditions = { ...movingOn(TRIGGER_SETS.chain), latencyMs: 900, limitShare: 0.8 }
const premium = chainOf('chain', MODELS, { conditions })

/** What a test of preparing is about. */
export interface PrepareGiven {
  readonly policy?: Partial<KeyPolicy>
  readonly controls?: Partial<RequestControls>
  readonly organisation?: Partial<Configuration['organisation']>
  readonly ask?: string
  readonly ofModel?: Conditions
  readonly ofFile?: Conditions
  /** Members of the model that is asked for, of the chain, and of the file's fallback. */
  readonly own?: Partial<Model>
  readonly ofChain?: Partial<Chain>
  readonly fallback?: Partial<Configuration['fallback']>
}

/**
 * A request for `a`, or another name; `b` and `c` are the fallbacks of the file, all three are the steps of `chain` and,
 * where a policy is given, the candidates of the key. Throws if the request is refused.
 */
export function prepared(given: PrepareGiven): Prepared {
  const { policy, controls, organisation, ask = 'a', ofModel, ofFile, ...more } = given
  const models = MODELS.map((one) =>
    one.name === 'a' ? { ...one, conditions: ofModel ?? null, ...more.own } : one,
  )
  const base = configuration(models, { chains: new Map([['chain', { ...premium, ...more.ofChain }]]) })
  const config: Configuration = {
    ...base,
    organisation: { ...base.organisation, ...organisation },
    fallback: { ...base.fallback, list: ['b', 'c'], conditions: ofFile ?? null, ...more.fallback },
  }
  const key = virtualKey(policy === undefined ? {} : { routing: { chat: { ...KEY_POLICY, ...policy } } })
  const result = prepare(admitted(ask, { key, ...(controls !== undefined && { controls }) }), config)
  if (result.kind === 'refused') throw new Error(result.message)
  return result
}
