import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FAILURE_CLASSES } from '#domain/failure'
import { matches, TRIGGER_SETS } from '#domain/trigger-set'
import { compileTriggers, isTriggerName } from './compile-triggers.ts'
import { TRIGGERS } from './triggers/index.ts'

const moves = (entries: Parameters<typeof compileTriggers>[0]) => {
  const { set } = compileTriggers(entries)
  return FAILURE_CLASSES.filter((name) => matches(set, { class: name })).toSorted()
}

describe('the registry of triggers', () => {
  it('has every file of its folder, named after its id', () => {
    const files = readdirSync(new URL('./triggers/', import.meta.url))
      .filter((file) => file !== 'index.ts')
      .map((file) => file.replace(/\.ts$/, '').replaceAll('-', '_'))
    expect(TRIGGERS.map(({ id }) => id).toSorted()).toEqual(files.toSorted())
  })

  it.each(TRIGGERS)('$id compiles without fields and changes nothing it was not asked for', ({ id }) => {
    const conditions = compileTriggers([{ type: id }])
    expect(conditions.latencyMs).toBeNull()
    expect(conditions.breaker).toBeNull()
    expect(compileTriggers([id])).toEqual(conditions)
  })
})

describe('compiling triggers', () => {
  it('moves on nothing for an empty list', () => {
    expect(moves([])).toEqual([])
    expect(compileTriggers([]).set.statuses).toEqual([])
  })

  it('leaves out entries that are switched off', () => {
    expect(moves([{ type: 'rate_limit', enabled: false }])).toEqual([])
    expect(moves([{ type: 'rate_limit', enabled: true }])).toEqual(['rate_limit'])
  })

  it('reads error and availability as broken, slow or without the model, by class and by status', () => {
    for (const type of ['error', 'availability']) {
      expect(moves([type])).toEqual([
        'empty_response',
        'model_unavailable',
        'network',
        'overloaded',
        'server_error',
        'stream_interrupted',
        'timeout',
      ])
      const { set } = compileTriggers([type])
      expect(matches(set, { class: 'content_filter', status: 503 })).toBe(true)
      expect(matches(set, { class: 'invalid_request', status: 408 })).toBe(true)
      expect(matches(set, { class: 'invalid_request', status: 400 })).toBe(false)
    }
  })

  it('reads latency as a limit of the attempt and, with a percentile, one of the deployment; the stricter counts', () => {
    const entry = { type: 'latency', threshold_ms: 800 }
    expect(compileTriggers([entry])).toMatchObject({ latencyMs: 800, latencyPercentile: null })
    const p95 = { ...entry, percentile: 'p95' }
    expect(compileTriggers([p95]).latencyPercentile).toEqual({ share: 0.95, thresholdMs: 800 })
    expect(compileTriggers([{ ...entry, percentile: 99.5 }]).latencyPercentile?.share).toBe(0.995)
    const lower = { type: 'latency', threshold_ms: 700, percentile: 50 }
    expect(compileTriggers([p95, lower]).latencyPercentile).toEqual({ share: 0.5, thresholdMs: 700 })
    const wider = { ...p95, percentile: 99 }
    expect(compileTriggers([wider, p95]).latencyPercentile?.share).toBe(0.99)
    expect(compileTriggers([{ type: 'latency', percentile: 'p95' }]).latencyPercentile).toBeNull()
  })

  it('reads regions: wishes of several entries follow one another, restrictions hold together', () => {
    const entry = { type: 'region', prefer: ['eu', 'us'], allow: ['eu', 'us', 'uk'] }
    expect(compileTriggers([entry]).regions).toEqual({ prefer: ['eu', 'us'], allow: ['eu', 'us', 'uk'] })
    expect(compileTriggers([{ type: 'region', prefer: ['eu'] }]).regions?.allow).toBeNull()
    const more = { type: 'region', prefer: ['uk', 'eu'], allow: ['uk', 'eu', 'ap'] }
    expect(compileTriggers([entry, more]).regions).toEqual({
      prefer: ['eu', 'us', 'uk'],
      allow: ['eu', 'uk'],
    })
    expect(compileTriggers([entry, { type: 'region', prefer: ['ap'] }]).regions?.allow).toEqual(entry.allow)
  })

  it('spreads as the last load entry says, in even turns by default', () => {
    expect(compileTriggers(['load']).load).toBe('round_robin')
    expect(compileTriggers(['load', { type: 'load', strategy: 'weighted' }]).load).toBe('weighted')
    expect(compileTriggers(['error']).load).toBeNull()
  })

  it('gives cost the share of a budget, four fifths by default, and what is asked then', () => {
    expect(compileTriggers(['cost']).cost).toEqual({ threshold: 0.8, to: null })
    expect(compileTriggers(['all']).cost).toEqual({ threshold: 0.8, to: null })
    expect(compileTriggers(['5xx', { type: 'cost', enabled: false }]).cost).toBeNull()
    const named = { type: 'cost', threshold: 0.9, to: 'small' }
    expect(compileTriggers([named]).cost).toEqual({ threshold: 0.9, to: 'small' })
    expect(compileTriggers(['all', named]).cost).toEqual({ threshold: 0.8, to: 'small' })
    expect(moves(['cost'])).toEqual([])
  })

  it('gives rate_limit the share of our own limit, all of it by default', () => {
    expect(compileTriggers(['rate_limit']).limitShare).toBe(1)
    expect(compileTriggers([{ type: 'rate_limit', threshold: 0.8 }]).limitShare).toBe(0.8)
  })

  it('gives latency its limit, and without one leaves it to the ordinary time limits', () => {
    expect(compileTriggers([{ type: 'latency', threshold_ms: 5000 }]).latencyMs).toBe(5000)
    expect(moves([{ type: 'latency', threshold_ms: 5000 }])).toEqual(['latency'])
    expect(moves(['latency'])).toEqual(['latency', 'timeout'])
  })

  it('has quality check what every answer should be, unless it names its checks', () => {
    expect(compileTriggers(['quality']).quality).toEqual({
      checks: [{ kind: 'non_empty' }, { kind: 'json_schema', schema: null }],
      threshold: null,
    })
    expect(compileTriggers([{ type: 'quality', checks: [], threshold: 0.7 }]).quality).toEqual({
      checks: [],
      threshold: 0.7,
    })
    expect(compileTriggers(['5xx']).quality).toBeNull()
  })

  it('adds up the checks of several entries, each once, and takes the stricter threshold', () => {
    const { quality } = compileTriggers([
      { type: 'quality', checks: ['valid_json', { type: 'min_length', chars: 9 }], threshold: 0.5 },
      { type: 'quality', checks: ['non_empty', 'valid_json'], threshold: 0.8 },
      'rate_limit',
    ])
    expect(quality?.checks.map(({ kind }) => kind)).toEqual(['non_empty', 'min_length', 'valid_json'])
    expect(quality?.threshold).toBe(0.8)
  })

  it('turns error_rate into breaker settings and implies error', () => {
    expect(compileTriggers([{ type: 'error_rate', threshold: 0.05 }]).breaker).toEqual({
      errorRate: 0.05,
      windowMs: 60_000,
      minRequests: 20,
    })
    expect(
      compileTriggers([{ type: 'error_rate', threshold: 0.1, window_s: 10, min_requests: 3 }]).breaker,
    ).toEqual({
      errorRate: 0.1,
      windowMs: 10_000,
      minRequests: 3,
    })
    expect(compileTriggers([{ type: 'error_rate', window_s: 10 }]).breaker).toEqual({ windowMs: 10_000 })
    expect(compileTriggers([{ type: 'error_rate', threshold: 0 }]).breaker?.errorRate).toBe(0)
    expect(moves(['error_rate'])).toEqual(moves(['error']))
  })

  it('never moves on mistakes of the caller with all, but with any it does', () => {
    for (const name of ['invalid_request', 'context_length', 'content_filter', 'refusal'] as const) {
      expect(moves(['all'])).not.toContain(name)
      expect(moves(['any'])).toContain(name)
    }
    for (const name of [
      'rate_limit',
      'auth',
      'permission',
      'quota_exhausted',
      'latency',
      'timeout',
      'server_error',
    ]) {
      expect(moves(['all'])).toContain(name)
    }
  })

  it('has no failures for cost, region and load', () => {
    expect(moves(['cost', 'region', 'load'])).toEqual([])
  })

  it('adds failures up and keeps the strictest limits', () => {
    const conditions = compileTriggers([
      { type: 'rate_limit', threshold: 0.9 },
      'rate_limit',
      { type: 'latency', threshold_ms: 8000 },
      { type: 'latency', threshold_ms: 5000 },
    ])
    expect(conditions.limitShare).toBe(0.9)
    expect(conditions.latencyMs).toBe(5000)
    expect(matches(conditions.set, { class: 'rate_limit' })).toBe(true)
    expect(matches(conditions.set, { class: 'latency' })).toBe(true)
  })

  it('takes names of sets and classes, in words and as types', () => {
    expect(compileTriggers(['standard']).set).toEqual(TRIGGER_SETS.standard)
    expect(compileTriggers([{ type: 'widest' }]).set).toEqual(TRIGGER_SETS.widest)
    expect(moves(['context_length'])).toEqual(['context_length'])
    expect(moves(['auth'])).toEqual(['auth', 'permission'])
  })

  it('knows which names it takes, and refuses others loudly', () => {
    expect(isTriggerName('5xx')).toBe(true)
    expect(isTriggerName('error_rate')).toBe(true)
    expect(isTriggerName('refusal')).toBe(true)
    expect(isTriggerName('toString')).toBe(false)
    expect(() => compileTriggers(['rate_limits'])).toThrow('"rate_limits"')
  })
})
