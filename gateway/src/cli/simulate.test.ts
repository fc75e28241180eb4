import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { SimulationReport } from '#simulator/policy/report'
import { runCaptured } from './run-captured.ts'
import { runSimulate } from './simulate.ts'

const folder = mkdtempSync(join(tmpdir(), 'backstay-simulate-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const CONFIG = file(
  'backstay.yaml',
  `
providers:
  a: { kind: openai, api_key: sk-planted-secret, region: eu }
  b: { kind: anthropic, api_key: sk-planted-secret }
models:
  - { name: chat, fallbacks: [spare, b/claude-direct], deployments: [{ provider: a, model: x }] }
  - { name: spare, deployments: [{ provider: b, model: y }] }
keys: [{ name: app, key: sk-app-key-0123456789, models: [spare] }]
`,
)

const simulated = (...args: readonly string[]): ReturnType<typeof runCaptured> =>
  runCaptured(runSimulate, args)

async function report(...args: string[]): Promise<SimulationReport> {
  const { code, out } = await simulated('--config', CONFIG, '--json', ...args)
  expect(code).toBe(0)
  return JSON.parse(out) as SimulationReport
}

describe('backstay simulate', () => {
  it('tells how a policy copes when the first provider is gone, the same for the same seed', async () => {
    const one = await report('--model', 'chat')
    expect(one).toMatchObject({ requests: 1_000, answered: 1_000, failed: 0, broken: 0 })
    const [first, second] = one.places
    expect(first).toMatchObject({ label: 'chat/a' })
    expect(first?.openings).toBeGreaterThan(0)
    expect(second?.calls).toBeGreaterThan(400)
    expect(await report('--model', 'chat')).toEqual(one)
    expect(await report('--model', 'chat', '--seed', '2')).not.toEqual(one)
  })

  it('does what a scenario says, and shows it as a table', async () => {
    const scenario = file(
      'scenario.yaml',
      `
model: chat
requests: 200
arrivals: even
streamed: 1
speeds: { chat/a: { first_token_ms: 100 } }
faults:
  - { kind: outage, at: { region: eu }, how: silent, to_ms: 600000 }
  - { kind: errors, at: { provider: b }, share: 1, mix: { auth: 1 } }
`,
    )
    const all = await report('--scenario', scenario)
    expect(all).toMatchObject({ requests: 200, answered: 0, doomed: 200 })
    const { out } = await simulated('--config', CONFIG, '--scenario', scenario)
    expect(out).toContain('200 requests for chat')
    expect(out).toMatch(/^chat\/a +\d+ +[\d.]+ % +\d+ +\d+$/mu)
    expect(out).toContain('claude-direct/b')
    expect(out).not.toContain('sk-planted-secret')
  })

  it('keeps to what a key may use', async () => {
    const { failed, reasons } = await report('--model', 'chat', '--key', 'app')
    expect([failed, reasons]).toEqual([1_000, { model_not_granted: 1_000 }])
  })

  it.each([
    ['text that is not YAML', 'model: [', /scenario.yaml: .*/u],
    ['an unknown member', 'model: chat\nrequest: 5', /scenario.yaml: Unrecognized key: "request"/u],
    ['an unknown kind', 'model: chat\nfaults: [{ kind: fire }]', /faults\[0\]\.kind: .*'outage'/u],
    [
      'an unknown mishap',
      'model: chat\nfaults: [{ kind: outage, how: odd, to_ms: 5 }]',
      /faults\[0\]\.how: /u,
    ],
    [
      'an unknown model',
      'model: chart',
      /model: there is no model or chain "chart"; there are: chat, spare/u,
    ],
    [
      'a fault that would befall nobody',
      'model: chat\nfaults: [{ kind: outage, at: { provider: c }, to_ms: 5 }]',
      /faults\[0\]\.at\.provider: there is no provider "c"; there are: a, b/u,
    ],
  ])('refuses a scenario with %s, with the path', async (_what, text, expected) => {
    const { code, err } = await simulated('--config', CONFIG, '--scenario', file('scenario.yaml', text))
    expect(code).toBe(1)
    expect(err).toMatch(expected)
  })

  it('says how it is used where it is used wrongly', async () => {
    for (const args of [[], ['--config', CONFIG], ['--config', CONFIG, '--model', 'chat', '--seed', 'x']]) {
      const { code, err } = await simulated(...args)
      expect(code).toBe(2)
      expect(err).toContain('usage: backstay simulate')
    }
    expect((await simulated('--config', CONFIG, '--model', 'chat', '--key', 'nobody')).err).toContain(
      'there are: app',
    )
    expect((await simulated('--help')).code).toBe(0)
  })
})
