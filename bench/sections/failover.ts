import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { startBackstay } from '../backstay-process.ts'
import { type Bench, interleaved } from '../bench.ts'
import { type Finding, ratios } from '../finding.ts'
import { chatBodyFor } from '../load/chat-body.ts'
import type { Load } from '../load/wrk.ts'
import { cpuCost } from '../measure/cpu-cost.ts'
import { warmUp } from '../measure/warm-up.ts'
import { backstayAt, KEY, LIMITS } from '../targets/backstay.ts'
import { type Upstream, upstreamPort } from '../upstream.ts'

const BYTES = 300
const WARM_UP_SECONDS = 8
const GOAL = 1.05
const TOUCHED_GOAL_PERCENT = 5

/** What a dead first choice costs once its breaker is open, and how many requests still try it. */
export async function measureFailover(bench: Bench): Promise<Finding[]> {
  const dead = await startDead()
  const settings = settingsOf(bench.upstream, dead.port)
  const running = await startBackstay({ folder: bench.folder, name: 'failover', settings })
  await bench.place(running.pid)
  const target = backstayAt(running)
  const cost = async (model: Model, seconds: number): Promise<{ cpu: number; touchedPercent: number }> => {
    const calls = [{ key: KEY, body: chatBodyFor(model, { streamed: false, bytes: BYTES }) }]
    const load: Load = { kind: 'unary', bytes: BYTES, calls }
    const before = dead.touched()
    const { microseconds, requests } = await cpuCost(target, load, { folder: bench.folder, seconds })
    return { cpu: microseconds / requests, touchedPercent: (100 * (dead.touched() - before)) / requests }
  }
  try {
    bench.say('failover, requests to Backstay')
    await warmUp(MODELS, WARM_UP_SECONDS, cost)
    await pause(100)
    const costs = await interleaved(bench, MODELS, (model) => cost(model, bench.seconds))
    const cpu = (model: Model): number[] => costs.get(model)?.map((one) => one.cpu) ?? []
    const touched = costs.get('dead-first')?.map(({ touchedPercent }) => touchedPercent) ?? []
    const what = 'Backstay: CPU per unary request, first deployment dead, breaker open'
    return [
      {
        what,
        against: 'both healthy',
        unit: '×',
        values: ratios(cpu('dead-first'), cpu('healthy')),
        goal: GOAL,
      },
      { what, against: '–', unit: 'µs', values: cpu('dead-first'), goal: null },
      {
        what: 'Backstay: requests that tried the dead deployment, breaker open',
        against: 'all requests',
        unit: '%',
        values: touched,
        goal: TOUCHED_GOAL_PERCENT,
      },
    ]
  } finally {
    await running.stop()
    dead.close()
  }
}

const MODELS = ['healthy', 'dead-first'] as const

type Model = (typeof MODELS)[number]

interface Dead {
  readonly port: number
  /** Connections so far. */
  readonly touched: () => number
  readonly close: () => void
}

/** Resets every connection, like a host whose program is gone, but counts them. */
async function startDead(): Promise<Dead> {
  let touched = 0
  const server = createServer((socket) => {
    touched++
    socket.on('error', () => undefined)
    socket.resetAndDestroy()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return { port: address.port, touched: () => touched, close: () => void server.close() }
}

function settingsOf(upstream: Upstream, deadPort: number): object {
  const provider = (port: number): object => ({
    kind: 'openai-compatible',
    base_url: `http://127.0.0.1:${port}/unary/v1`,
    api_key: 'bench-upstream',
  })
  const model = (name: Model, first: string): object => ({
    name,
    price: { input: 2.5, output: 10 },
    deployments: [first, 'alive'].map((which, index) => ({
      provider: which,
      model: `${name}-${index}`,
      priority: index,
      ...LIMITS,
    })),
  })
  return {
    providers: { alive: provider(upstreamPort(upstream, 'unary')), dead: provider(deadPort) },
    models: [model('healthy', 'alive'), model('dead-first', 'dead')],
    keys: [{ name: 'bench', key: KEY, models: ['*'], limits: { ...LIMITS, concurrency: 10_000 } }],
  }
}
