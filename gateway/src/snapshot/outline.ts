import { createHash } from 'node:crypto'
import type { Path } from './config-problem.ts'
import type { Named } from './problem-report.ts'

// Rules about names and their relations work on this tolerant view, so that one mistyped member does not hide what
// else is wrong: whatever has not its shape is left out here and reported by the schema.

export interface Outline {
  readonly providers: ReadonlyMap<
    string,
    { readonly path: Path; readonly kind: string; readonly hasKey: boolean; readonly hasBaseUrl: boolean }
  >
  readonly models: readonly OutlineModel[]
  readonly chains: readonly OutlineChain[]
  readonly keys: readonly OutlineKey[]
  readonly globalFallback: readonly Named[]
  /** `to` of `cost` triggers. */
  readonly costTargets: readonly Named[]
  /** `model` of `judge` checks. */
  readonly judges: readonly Named[]
}

export interface OutlineModel {
  readonly path: Path
  readonly name: Named | null
  readonly type: string
  readonly aliases: readonly Named[]
  readonly fallbacks: readonly Named[]
  readonly contextWindow: number | null
  readonly capabilities: readonly string[] | null
  readonly deployments: readonly OutlineDeployment[]
}

export interface OutlineDeployment {
  readonly path: Path
  readonly provider: Named | null
  readonly upstreamModel: string
  readonly hasWeight: boolean
  readonly hasKey: boolean
}

export interface OutlineChain {
  readonly path: Path
  readonly name: Named | null
  readonly steps: readonly OutlineStep[]
  readonly contextWindow: number | null
  readonly capabilities: readonly string[]
}

export interface OutlineStep {
  readonly path: Path
  readonly provider: Named | null
  readonly model: Named | null
}

export interface OutlineKey {
  readonly path: Path
  readonly name: Named | null
  /** How many of `key` and `key_sha256` are there. */
  readonly given: number
  /** SHA-256 of each that is text, lower-case hexadecimal. */
  readonly secrets: readonly string[]
  readonly grants: readonly Named[]
  readonly candidates: readonly Named[]
  /** Keys of `nativeFallback`. */
  readonly families: readonly Named[]
}

/** Reads what rules are about out of plain data, whatever its shape. */
export function outline(file: unknown): Outline {
  const fallback = member(file, 'fallback')
  const chains = list(member(fallback, 'chains'))
  const triggerLists = [
    { value: member(fallback, 'triggers'), path: ['fallback', 'triggers'] },
    ...chains.map((chain, i) => ({
      value: member(chain, 'triggers'),
      path: ['fallback', 'chains', i, 'triggers'],
    })),
    ...list(member(file, 'models')).map((model, i) => ({
      value: member(model, 'triggers'),
      path: ['models', i, 'triggers'],
    })),
    ...list(member(file, 'keys')).flatMap((key, i) =>
      Object.entries(record(member(key, 'routing'))).map(([type, policy]) => ({
        value: member(policy, 'failoverOn'),
        path: ['keys', i, 'routing', type, 'failoverOn'],
      })),
    ),
  ]
  return {
    providers: new Map(
      Object.entries(record(member(file, 'providers'))).map(([name, entry]) => [
        name,
        {
          path: ['providers', name],
          kind: text(member(entry, 'kind')) ?? '',
          hasKey: isGiven(member(entry, 'api_key')),
          hasBaseUrl: isGiven(member(entry, 'base_url')),
        },
      ]),
    ),
    models: list(member(file, 'models')).map((entry, i) => modelOf(entry, ['models', i])),
    chains: chains.map((entry, i) => chainOf(entry, ['fallback', 'chains', i])),
    keys: list(member(file, 'keys')).map((entry, i) => keyOf(entry, ['keys', i])),
    globalFallback: names(member(fallback, 'default'), ['fallback', 'default']),
    costTargets: triggerLists.flatMap(({ value, path }) =>
      list(value).flatMap((entry, i) => named(member(entry, 'to'), [...path, i, 'to']) ?? []),
    ),
    judges: triggerLists.flatMap(({ value, path }) =>
      list(value).flatMap((entry, i) => judgesOf(member(entry, 'checks'), [...path, i, 'checks'])),
    ),
  }
}

function judgesOf(checks: unknown, path: Path): Named[] {
  return list(checks).flatMap((check, i) => named(member(check, 'model'), [...path, i, 'model']) ?? [])
}

function modelOf(entry: unknown, path: Path): OutlineModel {
  const capabilities = member(entry, 'capabilities')
  return {
    path,
    name: named(member(entry, 'name'), [...path, 'name']),
    type: text(member(entry, 'type')) ?? 'chat',
    aliases: names(member(entry, 'aliases'), [...path, 'aliases']),
    fallbacks: names(member(entry, 'fallbacks'), [...path, 'fallbacks']),
    contextWindow: number(member(entry, 'context_window')),
    capabilities: Array.isArray(capabilities) ? capabilities.flatMap((name) => text(name) ?? []) : null,
    deployments: list(member(entry, 'deployments')).map((deployment, i) => {
      const at = [...path, 'deployments', i]
      return {
        path: at,
        provider: named(member(deployment, 'provider'), [...at, 'provider']),
        upstreamModel: text(member(deployment, 'model')) ?? '',
        hasWeight: isGiven(member(deployment, 'weight')),
        hasKey: isGiven(member(deployment, 'api_key')),
      }
    }),
  }
}

function chainOf(entry: unknown, path: Path): OutlineChain {
  const required = member(entry, 'require')
  return {
    path,
    name: named(member(entry, 'name'), [...path, 'name']),
    steps: list(member(entry, 'models')).map((step, i) => {
      const at = [...path, 'models', i]
      return {
        path: at,
        provider: named(member(step, 'provider'), [...at, 'provider']),
        model: named(member(step, 'model'), [...at, 'model']),
      }
    }),
    contextWindow: number(member(required, 'context_window')),
    capabilities: list(member(required, 'capabilities')).flatMap((name) => text(name) ?? []),
  }
}

function keyOf(entry: unknown, path: Path): OutlineKey {
  const secret = text(member(entry, 'key'))
  const hash = text(member(entry, 'key_sha256'))
  const policies = Object.entries(record(member(entry, 'routing')))
  return {
    path,
    name: named(member(entry, 'name'), [...path, 'name']),
    given: ['key', 'key_sha256'].filter((name) => isGiven(member(entry, name))).length,
    secrets: [
      ...(secret === null ? [] : [createHash('sha256').update(secret).digest('hex')]),
      ...(hash === null ? [] : [hash.toLowerCase()]),
    ],
    grants: names(member(entry, 'models'), [...path, 'models']),
    candidates: policies.flatMap(([type, policy]) => [
      ...list(member(policy, 'candidates')).flatMap(
        (candidate, i) =>
          named(member(candidate, 'modelName'), [...path, 'routing', type, 'candidates', i, 'modelName']) ??
          [],
      ),
      ...Object.entries(record(member(policy, 'nativeFallback'))).flatMap(([family, entries]) =>
        names(entries, [...path, 'routing', type, 'nativeFallback', family]),
      ),
    ]),
    families: policies.flatMap(([type, policy]) =>
      Object.keys(record(member(policy, 'nativeFallback'))).map((name) => ({
        name,
        path: [...path, 'routing', type, 'nativeFallback', name],
      })),
    ),
  }
}

function names(value: unknown, path: Path): Named[] {
  return list(value).flatMap((name, i) => named(name, [...path, i]) ?? [])
}

function named(value: unknown, path: Path): Named | null {
  return typeof value === 'string' ? { name: value, path } : null
}

function member(value: unknown, name: string): unknown {
  const members = record(value)
  return Object.hasOwn(members, name) ? members[name] : undefined
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}
