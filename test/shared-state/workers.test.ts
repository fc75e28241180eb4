import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as passed } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Simulator } from '#simulator/simulator'
import { startSimulator } from '#simulator/simulator'
import { readUsage } from '#store/usage-reader'
import { ask } from '../e2e/ask.ts'
import { limited } from '../e2e/limited.ts'
import { poll } from '../e2e/poll.ts'
import { runProcess } from '../e2e/start-process.ts'
import type { GatewayProcess } from './gateways.ts'
import { startGatewayProcess } from './gateways.ts'

const LIMIT = 30_000
const TOKENS = 208
const PATIENCE_MS = 45_000

let simulator: Simulator

beforeEach(async () => {
  simulator = await startSimulator({ keepRequests: 10_000 })
})
afterEach(() => simulator.close())

const config = (): string => `
server: { port: 0 }
store: sqlite:./usage.db
providers: { main: { kind: openai, base_url: "${simulator.baseUrl}", api_key: upstream-key } }
models:
  - { name: limited, deployments: [{ provider: main, model: limited, tokens_per_minute: ${LIMIT} }] }
  - { name: plain, deployments: [{ provider: main, model: plain }] }
keys: [{ name: app, key: "\${KEY}" }]
`

const serve = (workers: number): Promise<GatewayProcess> =>
  startGatewayProcess(config(), ['--workers', String(workers)])

/** The processes that the gateway has started. */
async function workersOf({ running }: GatewayProcess): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args='])
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, ...args]) => Number(parent) === running.child.pid && args.join(' ').includes('serve'))
    .map(([pid]) => Number(pid))
}

async function recordsOf({ running }: GatewayProcess): Promise<ReadonlySet<string>> {
  const url = `sqlite:${join(running.folder, 'usage.db')}`
  const records = await Array.fromAsync(readUsage(url, { from: null, to: null }))
  return new Set(records.map(({ id }) => id))
}

const idOf = (headers: Headers): string => headers.get('x-request-id') ?? ''

describe('several workers on one port', () => {
  it('keep to one limit together, and to what an operator sets on any of them', async () => {
    await using gateway = await serve(2)
    simulator.script.always({ usage: { input: 8, output: 200 } })
    const atOnce = limited(24)
    const asked = { model: 'limited', stream: false, body: { max_tokens: 200 } }
    const replies = await Promise.all(
      Array.from({ length: 320 }, () => atOnce(() => ask(gateway.client, asked))),
    )
    const statuses = replies.map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
    const admitted = statuses.filter((status) => status === 200).length * TOKENS
    expect(admitted).toBeLessThanOrEqual(LIMIT * 1.05)
    expect(admitted).toBeGreaterThanOrEqual(LIMIT * 0.95)

    // Whichever of them is asked tells of all.
    const attempts = admitted / TOKENS
    const { deployments, sharedState } = await poll(async () => {
      const health = await gateway.health()
      const seen = health.deployments.find(({ model }) => model === 'limited')?.attempts
      return seen === attempts ? health : undefined
    }, PATIENCE_MS)
    await poll(async () => {
      const metrics = await (await fetch(`${gateway.url}/metrics`)).text()
      const answered = /^backstay_requests_total\{[^}]*status="200"[^}]*\} (\d+)$/m.exec(metrics)
      return Number(answered?.[1]) === attempts ? true : undefined
    }, PATIENCE_MS)
    expect(sharedState).toMatchObject({ kind: 'workers', connected: true })
    const plain = deployments.find(({ model }) => model === 'plain')?.id ?? ''
    expect(await gateway.setState(plain, { state: 'drain' })).toBe(200)
    // Whichever of them is asked.
    await poll(async () => {
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => ask(gateway.client, { model: 'plain', stream: false })),
      )
      return answers.every(({ status }) => status === 503) ? true : undefined
    }, PATIENCE_MS)
  }, 150_000)

  it('go on when one of them is killed, which is replaced', async () => {
    await using gateway = await serve(2)
    const before = await workersOf(gateway)
    expect(before).toHaveLength(2)
    const answered: { readonly id: string; readonly at: number }[] = []
    const broken: (number | null)[] = []
    const load = { on: true }
    const caller = async (): Promise<void> => {
      while (load.on) {
        const { error, headers, status } = await ask(gateway.client, { model: 'plain', stream: false })
        if (error === null) answered.push({ id: idOf(headers), at: performance.now() })
        else broken.push(status)
        await passed(20)
      }
    }
    const callers = Array.from({ length: 6 }, caller)
    await poll(() => (answered.length > 100 ? true : undefined), PATIENCE_MS)
    const killedAt = performance.now()
    process.kill(before[1] ?? 0, 'SIGKILL')
    const until = answered.length + 100
    const after = await poll(async () => {
      await passed(200)
      const now = await workersOf(gateway)
      return now.length === 2 && !now.includes(before[1] ?? 0) && answered.length > until ? now : undefined
    }, PATIENCE_MS)
    load.on = false
    await Promise.all(callers)

    expect(after.filter((pid) => before.includes(pid))).toHaveLength(1)
    // What was under way in that process broke off, nothing else, and nobody was told anything wrong.
    expect(broken.length).toBeLessThanOrEqual(6)
    expect(new Set(broken)).toEqual(broken.length === 0 ? new Set() : new Set([null]))
    gateway.running.child.kill('SIGTERM')
    expect(await gateway.running.ended).toBe(0)
    const stored = await recordsOf(gateway)
    const missing = answered.filter(
      ({ id, at }) => !stored.has(id) && (at < killedAt - 100 || at > killedAt + 100),
    )
    expect(missing).toEqual([])
  }, 150_000)

  it('finish what they have begun when they are told to stop, and write every record', async () => {
    await using gateway = await serve(2)
    simulator.script.always({ tokens: 10, delays: { beforeFirstTokenMs: 200, betweenChunksMs: 60 } })
    const asked = Array.from({ length: 40 }, (_one, n) =>
      ask(gateway.client, { model: 'plain', stream: n % 2 === 0 }),
    )
    await simulator.until((requests) => requests.length === 40)
    gateway.running.child.kill('SIGTERM')
    const replies = await Promise.all(asked)

    expect(replies.filter(({ error, finish }) => error !== null || finish !== 'stop')).toEqual([])
    expect(await gateway.running.ended).toBe(0)
    expect(await workersOf(gateway)).toEqual([])
    const stored = await recordsOf(gateway)
    expect(replies.filter(({ headers }) => !stored.has(idOf(headers)))).toEqual([])
  }, 150_000)

  it('are not started where one cannot be', async () => {
    await using gateway = await serve(1)
    const { port } = new URL(gateway.url)
    const files = { 'backstay.yaml': config() }
    const args = ['serve', '--config', 'backstay.yaml', '--workers', '2', '--port', port]
    const { code, stderr } = await runProcess(args, { files, env: { KEY: 'another-key-0123' } })

    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `Port ${port} is in use. Stop what uses it, or choose another one with --port.\n`,
    })
    const wrong = await runProcess(['serve', '--workers', '0', '--config', 'x.yaml'])
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain('--workers takes a whole number from 1 to 128')
  }, 150_000)
})
