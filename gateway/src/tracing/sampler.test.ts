import { describe, expect, it } from 'vitest'
import { samplerOf } from './sampler.ts'

describe('the sampler', () => {
  it.each([
    [{}, /^ParentBased\{root=AlwaysOnSampler/],
    [{ OTEL_TRACES_SAMPLER: 'always_off' }, /^AlwaysOffSampler$/],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, /^ParentBased\{root=AlwaysOffSampler/],
    [
      { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' },
      /^TraceIdRatioBased\{0\.25\}$/,
    ],
    [
      { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: 'x' },
      /\{root=TraceIdRatioBased\{1\}/,
    ],
    [{ OTEL_TRACES_SAMPLER: 'no such' }, /^ParentBased\{root=AlwaysOnSampler/],
  ])('of %j is the one that it names', (env, expected) => {
    expect(String(samplerOf(env))).toMatch(expected)
  })
})
