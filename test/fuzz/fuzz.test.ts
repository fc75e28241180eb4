import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runTarget } from '../../bench/fuzz/run-target.ts'
import { wrongWith } from '../../bench/fuzz/sockets/judge.ts'
import type { Play } from '../../bench/fuzz/sockets/play.ts'
import { runSockets } from '../../bench/fuzz/sockets/run-sockets.ts'
import { TARGETS } from '../../bench/fuzz/targets/index.ts'

const CASES = join(import.meta.dirname, '../../bench/fuzz/cases')
const SEED = 20_261_121

interface Case {
  readonly target: string
  readonly why: string
  readonly input: unknown
}

const cases = readdirSync(CASES).map((file): [string, Case] => [
  file,
  JSON.parse(readFileSync(join(CASES, file), 'utf8')) as Case,
])

describe('what strangers may send', () => {
  it.each(TARGETS.map((target) => [target.name, target] as const))('breaks nothing: %s', (_, target) => {
    expect(runTarget(target, 15 * target.share, SEED).broken).toBe(null)
  })

  it.each(cases)('breaks nothing again that it broke once: %s', (_, one) => {
    const target = TARGETS.find(({ name }) => name === one.target)
    expect(target, one.target).toBeDefined()
    expect(() => target?.check(one.input)).not.toThrow()
  })

  it('leaves a real gateway as it was, over sockets', async () => {
    const { broken } = await runSockets(150, SEED, () => undefined)
    expect(broken).toEqual([])
  })
})

const PLAY: Play = {
  client: {
    model: 'openai',
    dialect: 'openai',
    stream: true,
    headSpoils: [],
    bodySpoils: [],
    lines: [],
    sizes: [1],
    paceMs: 0,
    leavesAfterMs: null,
  },
  upstream: {
    body: { kind: 'stream', base: 0, spoils: [{ kind: 'cut', at: 300 }] },
    status: 200,
    headSpoils: [],
    framing: 'close',
    sizes: [1],
    paceMs: 0,
    end: 'end',
  },
}

describe('the judge of what clients get', () => {
  it.each([
    ['it hangs', { text: '', over: false }],
    ['no answer at all', { text: '', over: true }],
    ['not HTTP', { text: 'data: {}', over: true }],
    ['a broken answer is taken for whole', { text: 'HTTP/1.1 200 OK\r\n\r\ndata: {}\n\n', over: true }],
    ['an error that is no JSON', { text: 'HTTP/1.1 502 Bad Gateway\r\n\r\n<html>', over: true }],
    ['an error without a message', { text: 'HTTP/1.1 502 Bad Gateway\r\n\r\n{"error":{}}', over: true }],
  ])('sees when %s', (what, exchange) => {
    expect(wrongWith(PLAY, exchange)).toContain(what)
  })

  it('is content with a broken answer that says so', () => {
    const text = 'HTTP/1.1 200 OK\r\n\r\ndata: {"error":{"message":"broken"}}\n\n'
    expect(wrongWith(PLAY, { text, over: true })).toBe(null)
  })
})
