import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InstructedJoint, PrefillJoint, RestartJoint, type Joint } from './splice-text.ts'

const BEGUN = 'The quick brown fox jumps over the lazy dog, '

/** What comes of the pieces and the end; `null` when they do not fit. */
function join(joint: Joint, ...given: readonly string[]): string | null {
  let out = ''
  for (const piece of given) {
    const text = joint.take(piece)
    if (text === null) return null
    out += text
  }
  const held = joint.close()
  return held === null ? null : out + held
}

/** The text, cut into pieces of the sizes in turn. */
function pieces(text: string, sizes: readonly number[]): string[] {
  const out: string[] = []
  for (let at = 0, n = 0; at < text.length; n += 1) {
    const size = sizes[n % sizes.length] ?? 1
    out.push(text.slice(at, at + size))
    at += size
  }
  return out
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })
const whole = fc.string({ minLength: 1, maxLength: 60 })

describe('joining a restart', () => {
  it('gives what comes after the text so far, whatever the pieces', () => {
    fc.assert(
      fc.property(whole, fc.nat(60), sizes, (text, at, cuts) => {
        const sent = text.slice(0, at)
        expect(join(new RestartJoint(sent), ...pieces(text, cuts))).toBe(text.slice(at))
      }),
    )
  })

  it.each([
    ['differs', ['The slow']],
    ['ends before it is there', ['The quick ', 'brown']],
    ['has nothing', []],
  ])('does not fit when it %s', (_, given) => {
    expect(join(new RestartJoint(BEGUN), ...given)).toBeNull()
  })

  it('gives nothing away while it repeats', () => {
    const joint = new RestartJoint('Hello')
    expect([joint.take('Hel'), joint.open, joint.take('lo there'), joint.open]).toEqual([
      '',
      false,
      ' there',
      true,
    ])
  })
})

describe('joining to a beginning that was given', () => {
  it('takes what comes as it is', () => {
    expect(join(new PrefillJoint(BEGUN, ''), 'and', ' runs')).toBe('and runs')
    expect(join(new PrefillJoint(BEGUN, ''))).toBe('')
    expect(join(new PrefillJoint(BEGUN, ''), 'The ', 'end')).toBe('The end')
  })

  it('drops an exact repetition of all of a long beginning', () => {
    expect(join(new PrefillJoint(BEGUN, ''), 'The quick', BEGUN.slice(9), 'and runs')).toBe('and runs')
    expect(join(new PrefillJoint(BEGUN, ''), `${BEGUN}and`, ' runs')).toBe('and runs')
    expect(join(new PrefillJoint(BEGUN, ''), BEGUN)).toBe('')
  })

  it.each([
    ['a short beginning comes again', 'ha', ['ha', 'ha']],
    ['a beginning of repetitions comes again', 'na '.repeat(20), ['na '.repeat(20), 'batman']],
    ['much of it comes again and then something else', BEGUN, [BEGUN.slice(0, 40), 'cat']],
    ['much of it comes again and then nothing', BEGUN, [BEGUN.slice(0, 40)]],
  ])('does not decide when %s', (_, given, parts) => {
    expect(join(new PrefillJoint(given, ''), ...parts)).toBeNull()
  })

  it.each([
    [' ', [' and'], 'and'],
    [' ', ['and'], 'and'],
    ['\n\n', ['\n', '\n', 'and'], 'and'],
    ['\n', ['\n\nand'], '\nand'],
    ['\n\n', ['\n and'], ' and'],
    ['  ', [], ''],
  ])('does not double white space %j that was cut', (cut, parts, expected) => {
    expect(join(new PrefillJoint('Hello,', cut), ...parts)).toBe(expected)
  })
})

describe('joining what was asked for in words', () => {
  it.each([
    ['nothing repeated', ['and runs'], 'and runs'],
    ['the last words repeated', ['lazy ', 'dog, and runs'], 'and runs'],
    ['all of it repeated', ['The quick', BEGUN.slice(9), 'and runs'], 'and runs'],
    ['words of the middle', ['brown fox', 'es'], 'brown foxes'],
    ['a short likeness', [', then'], ', then'],
    ['nothing at all', [], ''],
  ])('with %s', (_, parts, expected) => {
    expect(join(new InstructedJoint(BEGUN), ...parts)).toBe(expected)
  })

  it('takes neither part of a word nor a lone bracket for an overlap', () => {
    expect(join(new InstructedJoint('they were calling'), 'ling')).toBe('ling')
    expect(join(new InstructedJoint('if (a) {\n  }\n'), '}\n')).toBe('}\n')
  })

  it('does not fit when it begins anew and goes another way', () => {
    expect(join(new InstructedJoint(BEGUN), BEGUN.slice(0, 40), 'cat')).toBeNull()
  })

  it('removes an overlap of any length at any pieces', () => {
    const words = fc.array(fc.integer({ min: 1000, max: 9999 }), { minLength: 4, maxLength: 12 })
    fc.assert(
      fc.property(words, fc.nat(20), fc.nat(20), sizes, (numbers, from, to, cuts) => {
        const text = [...new Set(numbers)].map((n) => `w${n}`).join(' ')
        const starts = [...text.matchAll(/w/g)].map(({ index }) => index)
        const cut = starts[1 + (to % Math.max(1, starts.length - 1))] ?? text.length
        const again =
          starts.filter((start) => start < cut)[from % starts.filter((start) => start < cut).length] ?? 0
        const given = pieces(text.slice(again), cuts)
        expect(join(new InstructedJoint(text.slice(0, cut)), ...given)).toBe(text.slice(cut))
      }),
    )
  })

  it('stays quick on text made to be slow', () => {
    const sent = 'a'.repeat(300_000)
    expect(join(new InstructedJoint(`${sent}b`), 'a'.repeat(20_000), 'c')).toBeNull()
    expect(join(new PrefillJoint(`${sent}b`, ''), `${sent}b`, 'c')).toBe('c')
  })
})
