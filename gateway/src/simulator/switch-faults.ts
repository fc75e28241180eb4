import type { SimulatedFault } from '@backstay/contract/admin'
import type { Deployment } from '#domain/deployment'
import type { Behavior } from './behavior.ts'
import * as faults from './faults.ts'
import type { Simulator } from './simulator.ts'

/** A provider whose faults can be switched while it runs. */
export interface SwitchedProvider {
  readonly simulator: Simulator
  /** What it says where the fault leaves it something to say; default: the simulator's own text. */
  readonly text?: string
}

/** The faults of simulated providers, by the deployments that call them. */
export interface FaultSwitch {
  /** `null`: none; `undefined`: its provider is not simulated here. */
  faultOf(deployment: FaultPlace): SimulatedFault | null | undefined
  /** Deployments with the same model and key at the same provider are one place. */
  setFault(deployment: FaultPlace, fault: SimulatedFault | null): void
}

export type FaultPlace = Pick<Deployment, 'baseUrl' | 'upstreamModel' | 'apiKey'>

/** So many tokens of an answer come before its stream breaks. */
const BREAKS_AFTER = 3
const SLOW_MS = 3_000
/** Longer than a request waits where it is, so that it moves on. */
const RETRY_AFTER_S = 30
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** What each fault does, but for what is said. */
const BEHAVIORS: Readonly<Record<SimulatedFault, Behavior>> = {
  overloaded: faults.overloaded(),
  server_error: faults.serverError(),
  rate_limited: faults.rateLimited({ retryAfterS: RETRY_AFTER_S }),
  quota_exhausted: faults.quotaExhausted(),
  unauthorized: faults.unauthorized(),
  model_not_found: faults.modelNotFound(),
  context_length: faults.contextLength(),
  slow: { delays: { beforeFirstTokenMs: SLOW_MS } },
  hang: faults.hangBeforeFirstToken(),
  stream_breaks: { cut: { at: { afterTokens: BREAKS_AFTER }, how: 'reset' } },
  empty_answer: faults.emptyAnswer(),
}
/** Those in which the provider still says something. */
const SPOKEN: readonly SimulatedFault[] = ['slow', 'hang', 'stream_breaks']

/** Lets the faults of running simulators be switched, beside what their scripts say. */
export function switchFaults(providers: readonly SwitchedProvider[]): FaultSwitch {
  const byPort = new Map<string, Map<string, SimulatedFault>>()
  for (const { simulator, text } of providers) {
    const places = new Map<string, SimulatedFault>()
    byPort.set(new URL(simulator.url).port, places)
    simulator.script.when(({ model, apiKey }) => {
      const fault = places.get(placeName(model ?? '', apiKey))
      if (fault === undefined) return undefined
      return SPOKEN.includes(fault) && text !== undefined ? { ...BEHAVIORS[fault], text } : BEHAVIORS[fault]
    })
  }
  const placesOf = ({ baseUrl }: FaultPlace): Map<string, SimulatedFault> | undefined => {
    const url = baseUrl === null ? null : URL.parse(baseUrl)
    return url === null || !LOOPBACK.has(url.hostname) ? undefined : byPort.get(url.port)
  }
  return {
    faultOf: (deployment) => {
      const places = placesOf(deployment)
      return places && (places.get(placeName(deployment.upstreamModel, deployment.apiKey)) ?? null)
    },
    setFault: (deployment, fault) => {
      const places = placesOf(deployment)
      if (places === undefined) throw new Error(`${deployment.upstreamModel} is not simulated here`)
      const name = placeName(deployment.upstreamModel, deployment.apiKey)
      if (fault === null) places.delete(name)
      else places.set(name, fault)
    },
  }
}

function placeName(model: string, apiKey: string | null): string {
  return JSON.stringify([model, apiKey ?? ''])
}
