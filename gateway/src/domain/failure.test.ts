import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { FailureClass, FailureRule } from './failure.ts'
import { FAILURE_CLASSES, FAILURE_RULES } from './failure.ts'

/** Again on the same deployment · what it does to the place · status as the last word. */
const TABLE: Readonly<
  Record<FailureClass, readonly [FailureRule['again'], FailureRule['effect'], FailureRule['status']]>
> = {
  rate_limit: ['hint', 'cooldown', 429],
  quota_exhausted: ['no', 'credential', 502],
  request_exceeds_limit: ['no', 'none', 413],
  overloaded: ['yes', 'breaker', 503],
  server_error: ['yes', 'breaker', 502],
  network: ['yes', 'breaker', 502],
  timeout: ['no', 'breaker', 504],
  auth: ['no', 'credential', 502],
  permission: ['no', 'credential', 502],
  model_unavailable: ['no', 'cooldown', 502],
  context_length: ['no', 'none', 400],
  content_filter: ['no', 'none', 'upstream'],
  refusal: ['no', 'none', 'upstream'],
  invalid_request: ['no', 'none', 'upstream'],
  tool_generation_failed: ['once', 'none', 502],
  stream_interrupted: ['no', 'breaker', 502],
  empty_response: ['once', 'none', 502],
  quality: ['no', 'none', 502],
  latency: ['no', 'none', 504],
}

describe('the rules of failure classes', () => {
  it.each(FAILURE_CLASSES)('%s: again, effect and status', (name) => {
    const { again, effect, status } = FAILURE_RULES[name]
    expect([again, effect, status]).toEqual(TABLE[name])
  })

  it('take no class that a caller caused as a fault of the place', () => {
    for (const name of ['context_length', 'content_filter', 'refusal', 'invalid_request'] as const) {
      expect(FAILURE_RULES[name].effect).toBe('none')
      expect(FAILURE_RULES[name].mends).toBe(false)
    }
  })

  it('are told in docs/lifecycle.md, every class that can happen', () => {
    const page = readFileSync(new URL('../../../docs/lifecycle.md', import.meta.url), 'utf8')
    const table = page.slice(page.indexOf('## Classes of failure'), page.indexOf('## Trigger sets'))
    for (const name of FAILURE_CLASSES.filter((one) => one !== 'quality')) {
      expect(table).toContain(`\`${name}\``)
    }
  })
})
