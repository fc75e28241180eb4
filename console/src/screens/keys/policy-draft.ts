import type { KeyPolicy } from '#api/key-changes'

export type Candidate = NonNullable<KeyPolicy['candidates']>[number]

/** Conditions that have a switch of their own, in the words of the policies. */
export const CONDITIONS = ['5xx', 'timeout', 'rate_limit', 'any'] as const
const DEFAULT_CONDITIONS = ['5xx', 'timeout']

/** A policy as it is being written. */
export interface PolicyDraft {
  readonly strategy: KeyPolicy['strategy']
  readonly candidates: readonly Candidate[]
  /** Those with a switch. */
  readonly conditions: readonly string[]
  /** Other conditions of the saved policy, which stay. */
  readonly others: readonly unknown[]
  readonly maxRetries: number | ''
  readonly retryDelayMs: number | ''
  readonly nativeFallback: readonly { readonly family: string; readonly models: string[] }[]
  readonly crossProtocol: KeyPolicy['crossProtocol']
}

export function draftOfPolicy(policy: KeyPolicy | undefined): PolicyDraft {
  const saved = policy?.failoverOn ?? DEFAULT_CONDITIONS
  const conditions: readonly unknown[] = typeof saved === 'string' ? [saved] : saved
  const isSwitch = (one: unknown): one is string => (CONDITIONS as readonly unknown[]).includes(one)
  return {
    strategy: policy?.strategy ?? 'failover',
    candidates: policy?.candidates ?? [],
    conditions: conditions.filter(isSwitch),
    others: conditions.filter((one) => !isSwitch(one)),
    maxRetries: policy?.maxRetries ?? '',
    retryDelayMs: policy?.retryDelayMs ?? '',
    nativeFallback: Object.entries(policy?.nativeFallback ?? {}).map(([family, models]) => ({
      family,
      models: [...(models ?? [])],
    })),
    crossProtocol: policy?.crossProtocol ?? 'translate',
  }
}

/** What is sent to save it. */
export function policyOf(draft: PolicyDraft): KeyPolicy {
  const native = draft.nativeFallback.filter(({ family, models }) => family !== '' && models.length > 0)
  return {
    strategy: draft.strategy,
    ...(draft.candidates.length === 0 ? {} : { candidates: [...draft.candidates] }),
    failoverOn: [...draft.conditions, ...draft.others],
    maxRetries: draft.maxRetries === '' ? null : draft.maxRetries,
    retryDelayMs: draft.retryDelayMs === '' ? null : draft.retryDelayMs,
    ...(native.length === 0
      ? {}
      : { nativeFallback: Object.fromEntries(native.map(({ family, models }) => [family, models])) }),
    crossProtocol: draft.crossProtocol,
  } as KeyPolicy
}

/** The candidates in their new order, with priorities that say so. */
export function prioritized(candidates: readonly Candidate[]): Candidate[] {
  return candidates.map((candidate, index) => ({ ...candidate, priority: index + 1 }))
}
