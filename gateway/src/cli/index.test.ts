import { describe, expect, it } from 'vitest'
import { COMMANDS } from './index.ts'
import { runCaptured } from './run-captured.ts'

describe.each(COMMANDS)('backstay $words', ({ words, run }) => {
  const name = words.join(' ')

  it.each(['--help', '-h'])('explains itself with %s, each option on a line', async (help) => {
    const { code, out, err } = await runCaptured(run, [help], {})
    expect([code, err]).toEqual([0, ''])
    expect(out.split('\n')[0]).toMatch(new RegExp(`^usage: backstay ${name} `, 'u'))
    const lines = out.split('\n').filter((line) => /^ {2}\S/u.test(line))
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(line).toMatch(/^ {2}(--[a-z-]+( \S+)?|[A-Z]+) {2,}\S/u)
  })

  it('says which option it does not know, and how it is called', async () => {
    const { code, out, err } = await runCaptured(run, ['--confg', 'backstay.yaml'], {})
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('There is no option --confg; did you mean --config?\n')
    expect(err).toContain(`usage: backstay ${name} `)
    expect(err).toContain(`"backstay ${name} --help"`)
  })

  it('says which option lacks its value', async () => {
    for (const args of [['--config'], ['--config', '--json']]) {
      const { code, err } = await runCaptured(run, args, {})
      expect({ args, code, err }).toEqual({
        args,
        code: 2,
        err: expect.stringContaining('--config needs a value: --config FILE.') as string,
      })
    }
  })
})
