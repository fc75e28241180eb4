import { describe, expect, it } from 'vitest'
import { count, duration, percent, usd } from './figures.ts'

describe('figures', () => {
  it.each([
    [null, '–'],
    [0, '0'],
    [12_345, '12,345'],
    [1_250_000, '1.3M'],
  ])('count %s as %s', (value, text) => expect(count(value)).toBe(text))

  it.each([
    [null, '–'],
    [0, '0 %'],
    [0.5, '50 %'],
    [0.123, '12.3 %'],
    [0.9999, '99.9 %'],
    [1, '100 %'],
    [0.000_1, '< 0.1 %'],
  ])('are a share of %s as %s', (value, text) => expect(percent(value)).toBe(text))

  it.each([
    [null, '–'],
    [0, '$0.00'],
    [0.000_42, '$0.00042'],
    [0.05, '$0.05'],
    [0.4, '$0.40'],
    [12.3, '$12.30'],
    [1_234_567, '$1.2M'],
  ])('cost %s as %s', (value, text) => expect(usd(value)).toBe(text))

  it.each([
    [null, '–'],
    [0, '0 ms'],
    [0.4, '< 1 ms'],
    [840, '840 ms'],
    [1_400, '1.4 s'],
    [60_000, '1 min'],
    [125_000, '2 min 5 s'],
    [11_400_000, '3 h 10 min'],
    [180_000_000, '2 d 2 h'],
  ])('last %s as %s', (value, text) => expect(duration(value)).toBe(text))
})
