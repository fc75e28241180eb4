import type { TriggerEntry } from '@backstay/contract'
import { TRIGGER_NAMES } from '@backstay/contract'
import { describe, expect, it } from 'vitest'
import { GatewayError } from '#domain/errors'
import { NO_CONDITIONS } from '#domain/model'
import type { Conditions } from '#domain/model'
import { readTriggers } from './controls-triggers.ts'

interface Read {
  readonly conditions: Conditions | null
  readonly entries: readonly TriggerEntry[]
  readonly warnings: readonly string[]
}

/** Reads as from a body; a compiler that only listens stands in for the real one, which is tested where it lives. */
function read(value: unknown, compiled: Conditions = NO_CONDITIONS): Read {
  const warnings: string[] = []
  const entries: TriggerEntry[] = []
  const conditions = readTriggers(
    value,
    (given) => {
      entries.push(...given)
      return compiled
    },
    warnings,
  )
  return { conditions, entries, warnings }
}

function refusal(value: unknown): string {
  try {
    read(value)
  } catch (error) {
    if (error instanceof GatewayError) return `${error.param ?? ''}: ${error.message}`
    throw error
  }
  return 'taken'
}

describe('the triggers of a request', () => {
  it('are every name that the file can have, one or many', () => {
    expect(read(TRIGGER_NAMES).entries).toEqual(TRIGGER_NAMES)
    expect(read('5xx').entries).toEqual(['5xx'])
    expect(read([]).entries).toEqual([])
  })

  it('are none where nothing is given, which is not an empty list', () => {
    expect(read(undefined).conditions).toBeNull()
    expect(read(null).conditions).toBeNull()
    expect(read([]).conditions).toEqual(NO_CONDITIONS)
  })

  it('may have the fields of their type', () => {
    const entries = [
      { type: 'rate_limit', threshold: 0.8 },
      { type: 'latency', threshold_ms: 500 },
      { type: 'region', prefer: ['eu'], allow: ['eu', 'us'] },
      { type: 'load', strategy: 'weighted' },
      { type: 'quality', checks: ['non_empty', { type: 'min_length', chars: 5 }] },
      { type: 'timeout', enabled: false },
    ]
    expect(read(entries).entries).toEqual(entries)
    expect(read(entries[0]).entries).toEqual([entries[0]])
  })

  it('never change breakers, which are everybody’s, and a warning says so', () => {
    const { conditions, warnings } = read([{ type: 'error_rate', threshold: 0.01, min_requests: 1 }], {
      ...NO_CONDITIONS,
      breaker: { errorRate: 0.01, minRequests: 1 },
    })
    expect(conditions?.breaker).toBeNull()
    expect(warnings).toEqual([
      'backstay.triggers: error_rate moves on errors; breakers keep the settings of the configuration',
    ])
  })
})

describe('a malformed trigger', () => {
  it.each([
    ['6xx', 'backstay.triggers[0]: `backstay.triggers[0]` is not a trigger; known are'],
    [['5xx', 500], 'backstay.triggers[1]: `backstay.triggers[1]` must be the name'],
    [['toString'], 'backstay.triggers[0]: '],
    [[['5xx']], 'backstay.triggers[0]: '],
    [[null], 'backstay.triggers[0]: '],
    [[{}], 'backstay.triggers[0].type: `backstay.triggers[0].type` must be one of'],
    [[{ type: 'latencies' }], 'backstay.triggers[0].type: `backstay.triggers[0].type` must be one of'],
    [
      [{ type: 'latency', treshold_ms: 5 }],
      'backstay.triggers[0].treshold_ms: `backstay.triggers[0].treshold_ms` is not a field of this trigger.',
    ],
    [
      [{ type: 'latency', threshold_ms: 'x' }],
      'backstay.triggers[0].threshold_ms: `backstay.triggers[0].threshold_ms` must be of type',
    ],
    [
      ['5xx', { type: 'rate_limit', threshold: 2 }],
      'backstay.triggers[1].threshold: `backstay.triggers[1].threshold` must be at most 1.',
    ],
    [
      [{ type: 'load', strategy: 'best' }],
      'backstay.triggers[0].strategy: `backstay.triggers[0].strategy` must be one of failover',
    ],
    [
      [{ type: 'region', allow: [5] }],
      'backstay.triggers[0].allow.0: `backstay.triggers[0].allow.0` must be of type string.',
    ],
    [
      [{ type: 'quality', checks: [{ type: 'webhook', url: 'http://169.254.1.1/' }] }],
      'backstay.triggers[0].checks[0]: `backstay.triggers[0].checks[0]` is of type webhook, which only',
    ],
    [
      [{ type: 'quality', checks: ['non_empty', { type: 'matches', pattern: '(a+)+$' }] }],
      'backstay.triggers[0].checks[1]: ',
    ],
    [
      [{ type: 'quality', checks: [{ type: 'json_schema', schema: { type: 'object' } }] }],
      'backstay.triggers[0].checks[0].schema: ',
    ],
  ] as [unknown, string][])('%j is refused with its path and what is wrong', (value, message) => {
    expect(refusal(value)).toContain(message)
  })
})
