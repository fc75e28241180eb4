import { hash, timingSafeEqual } from 'node:crypto'
import { BlockList, isIPv6 } from 'node:net'
import type { Budget, BudgetStore } from '#domain/budget'
import type { Clock } from '#domain/clock'
import type { Configuration, VirtualKey } from '#domain/configuration'
import { GatewayError } from '#domain/errors'
import type { Caller } from '#domain/exchange'
import type { Accepted, Admitted } from '#domain/request'
import type { KeyLimits } from './key-limits.ts'

/** Where keys are looked up. */
export interface KeyDirectory {
  readonly configuration: () => Configuration
  /** Configurations of other organisations, by the SHA-256 of each of their keys; another object once one changes. */
  readonly others?: () => ReadonlyMap<string, Configuration>
  readonly clock: Pick<Clock, 'wallMs'>
}

/** A key, and the configuration of its organisation. */
export interface KnownCaller {
  readonly configuration: Configuration
  readonly key: VirtualKey
}

/** Who was identified on a connection, by which secret, under which configurations. */
interface Identified {
  readonly presentedKey: string
  readonly first: Configuration
  readonly others: ReadonlyMap<string, Configuration> | null
  readonly known: KnownCaller
}

const identified = new WeakMap<object, Identified>()

/**
 * The key behind a request, or a refusal: 401 for a key that is missing, unknown, expired or revoked, 403 for the wrong
 * address.
 */
export function identify(caller: Caller, directory: KeyDirectory): KnownCaller {
  const { presentedKey, connection } = caller
  if (presentedKey === null) throw new GatewayError('missing_key')
  const first = directory.configuration()
  const others = directory.others?.() ?? null
  const before = identified.get(connection)
  const isKnown =
    before?.first === first && before.others === others && sameSecret(before.presentedKey, presentedKey)
  const known = isKnown ? before.known : lookUp(presentedKey, first, others)
  if (!isKnown) identified.set(connection, { presentedKey, first, others, known })
  const { key } = known
  const nowMs = directory.clock.wallMs()
  if (key.revokedAtMs !== null && key.revokedAtMs <= nowMs) throw new GatewayError('key_revoked')
  if (key.expiresAtMs !== null && key.expiresAtMs <= nowMs) throw new GatewayError('key_expired')
  if (!addressAllowed(key, caller.clientAddress)) throw new GatewayError('ip_not_allowed')
  return known
}

/** Takes as long for a secret that is wrong at its start as for one that is wrong at its end. */
function sameSecret(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let index = 0; index < a.length; index++) difference |= a.charCodeAt(index) ^ b.charCodeAt(index)
  return difference === 0
}

/** The map is asked for a digest, which tells nothing about the secret; the comparison is constant-time all the same. */
function lookUp(
  presentedKey: string,
  first: Configuration,
  others: ReadonlyMap<string, Configuration> | null,
): KnownCaller {
  const sha256 = hash('sha256', presentedKey, 'hex')
  const configuration = first.keys.has(sha256) ? first : others?.get(sha256)
  const key = configuration?.keys.get(sha256)
  if (
    configuration === undefined ||
    key === undefined ||
    !timingSafeEqual(Buffer.from(key.sha256), Buffer.from(sha256))
  ) {
    throw new GatewayError('invalid_key')
  }
  return { configuration, key }
}

export interface AdmitPorts {
  readonly limits: KeyLimits
  readonly budgets: BudgetStore
}

/** Stage 2: takes the request's share of the key's own limits. Throws `key_limit_reached`. */
export function admit(accepted: Accepted, key: VirtualKey, { limits, budgets }: AdmitPorts): Admitted {
  const { headers, release } = limits.take(key, accepted)
  const { budget } = key.limits
  const limitHeaders = budget === null ? headers : [...headers, ...budgetHeaders(budget, budgets)]
  return { accepted, key, limitHeaders, release }
}

const PER_USD = 1e6

/** The key's own budget, like its other limits; what the organisation spends is none of the caller's business. */
function budgetHeaders(budget: Budget, budgets: BudgetStore): readonly (readonly [string, string])[] {
  const { spentUsd, reservedUsd } = budgets.standing(budget)
  const left = Math.max(0, budget.usd - spentUsd - reservedUsd)
  return [
    ['x-ratelimit-limit-usd', String(budget.usd)],
    ['x-ratelimit-remaining-usd', String(Math.floor(left * PER_USD) / PER_USD)],
  ]
}

const rules = new WeakMap<VirtualKey, { readonly allow: BlockList | null; readonly deny: BlockList | null }>()

function addressAllowed(key: VirtualKey, addressOf: () => string): boolean {
  if (key.ip.allow.length === 0 && key.ip.deny.length === 0) return true
  let compiled = rules.get(key)
  if (compiled === undefined) {
    compiled = { allow: blockListOf(key.ip.allow), deny: blockListOf(key.ip.deny) }
    rules.set(key, compiled)
  }
  const address = addressOf()
  const family = isIPv6(address) ? 'ipv6' : 'ipv4'
  if (compiled.deny?.check(address, family) === true) return false
  return compiled.allow === null || compiled.allow.check(address, family)
}

/** Ranges in CIDR notation or single addresses; `null` for none. */
export function blockListOf(ranges: readonly string[]): BlockList | null {
  if (ranges.length === 0) return null
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', bits] = range.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}
