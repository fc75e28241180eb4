import type { Configuration, VirtualKey } from '#domain/configuration'
import type { Scenario } from '#simulator/policy/scenario'
import { evaluateConfig } from '#snapshot/load-config'

const REST = `
providers:
  a: { kind: openai-compatible, base_url: "http://127.0.0.1:1/v1", api_key: one, region: eu }
  b: { kind: openai-compatible, base_url: "http://127.0.0.1:2/v1", api_key: two, region: eu }
  c: { kind: openai-compatible, base_url: "http://127.0.0.1:3/v1", api_key: three, region: us }
keys: [{ name: app, key: simulated-key-of-app, models: ["*"] }]
`

/** A model with three deployments that take turns. */
export const THREE_PLACES = `
models:
  - name: m
    deployments: [{ provider: a, model: x }, { provider: b, model: x }, { provider: c, model: x }]
`

/** A model and the one that stands in for it. */
export const PRIMARY_AND_FALLBACK = `
models:
  - { name: m, fallbacks: [spare], deployments: [{ provider: a, model: x }] }
  - { name: spare, deployments: [{ provider: b, model: x }] }
`
export const PRIMARY = 'm/a'
export const FALLBACK = 'spare/b'

/** The part of a file that matters, compiled as the gateway compiles it: what is not said has the shipped default. */
export function policy(text: string): Pick<Scenario, 'configuration' | 'key'> {
  const loaded = evaluateConfig({ text: `${text}${REST}`, files: new Map(), fingerprint: '' }, {})
  if (loaded.kind === 'refused') throw new Error(loaded.problems.map(({ message }) => message).join('\n'))
  const { configuration } = loaded
  return { configuration, key: onlyKey(configuration) }
}

function onlyKey({ keys }: Configuration): VirtualKey {
  const [key] = keys.values()
  if (key === undefined) throw new Error('the policy has no key')
  return key
}
