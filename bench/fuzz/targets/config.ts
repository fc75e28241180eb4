import assert from 'node:assert/strict'
import fc from 'fast-check'
import { evaluateConfig } from '#snapshot/load-config'
import type { Spoil } from '../spoil.ts'
import { spoil, spoils } from '../spoil.ts'
import { target } from '../target.ts'

interface Input {
  readonly spoils: readonly Spoil[]
}

const SECRET = 'planted-secret-0123456789'
const FILE = `
server: { host: 127.0.0.1, port: 8080 }
providers:
  one: { kind: openai, api_key: "\${KEY}" }
  two: { kind: anthropic, base_url: "http://127.0.0.1:9" }
models:
  - name: chat
    fallbacks: [other]
    deployments:
      - { provider: one, model: a, tokens_per_minute: 1000 }
      - { provider: two, model: b, tokens_per_minute: 2000 }
  - { name: other, price: { input: 1, output: 2 }, deployments: [{ provider: one, model: c }] }
fallback:
  chains:
    - { name: long, models: [{ model: chat }, { model: other }], triggers: [{ type: latency, threshold_ms: 5 }] }
keys:
  - { name: app, key: "\${KEY}", models: ["*"] }
`

/** The text of a configuration file. */
export const config = target<Input>({
  name: 'configuration files',
  share: 1,
  inputs: fc.record({ spoils }),
  check: ({ spoils: changes }) => {
    const text = spoil(Buffer.from(FILE), changes).toString()
    const loaded = evaluateConfig({ text, files: new Map(), fingerprint: 'f' }, { KEY: SECRET })
    if (loaded.kind === 'valid') return
    assert.ok(loaded.problems.length > 0, 'refused without a reason')
    assert.ok(!JSON.stringify(loaded.problems).includes(SECRET), 'a problem shows a secret')
  },
})
