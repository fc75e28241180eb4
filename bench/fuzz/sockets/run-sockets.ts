import fc from 'fast-check'
import { poll } from '../../../test/e2e/poll.ts'
import type { Backstay } from '../../../test/e2e/start-backstay.ts'
import { ADMIN_TOKEN, KEY, startBackstay } from '../../../test/e2e/start-backstay.ts'
import { playClient } from './client.ts'
import { wrongWith } from './judge.ts'
import type { Play } from './play.ts'
import { plays } from './play.ts'
import type { FuzzUpstream } from './upstream.ts'
import { startFuzzUpstream } from './upstream.ts'

export interface SocketsRun {
  readonly inputs: number
  readonly seconds: number
  readonly broken: readonly { readonly play: Play | null; readonly why: string }[]
  /** Resident memory of gateway, clients and providers together, before and after. */
  readonly memoryMb: readonly [number, number]
}

const AT_ONCE = 32
const BATCH = 1_000
const MEBIBYTE = 1_048_576

/** A real gateway between clients and providers that do as they like. */
export async function runSockets(
  inputs: number,
  seed: number,
  progress: (done: number) => void,
): Promise<SocketsRun> {
  const upstream = await startFuzzUpstream()
  const backstay = await startBackstay(configuration(upstream.url), 0)
  const before = performance.now()
  const memoryBefore = process.memoryUsage.rss() / MEBIBYTE
  const broken: { play: Play | null; why: string }[] = []
  for (let from = 0; from < inputs; from += BATCH) {
    const batch = fc.sample(plays, { numRuns: Math.min(BATCH, inputs - from), seed: seed + from })
    let next = 0
    const worker = async (): Promise<void> => {
      while (next < batch.length) {
        const at = next++
        const play = batch[at]
        if (play === undefined) return
        const why = await exchange(backstay, upstream, { n: from + at, play })
        if (why !== null) broken.push({ play, why })
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    progress(Math.min(inputs, from + BATCH))
  }
  broken.push(...(await afterwards(backstay)).map((why) => ({ play: null, why })))
  await backstay.close().catch((error: unknown) => {
    const errors = error instanceof AggregateError ? error.errors : [error]
    broken.push({ play: null, why: `bugs in the log: ${errors.map(String).slice(0, 3).join('; ')}` })
  })
  await upstream.close()
  const memoryMb = [memoryBefore, process.memoryUsage.rss() / MEBIBYTE] as const
  return { inputs, seconds: (performance.now() - before) / 1_000, broken, memoryMb }
}

async function exchange(
  backstay: Backstay,
  upstream: FuzzUpstream,
  { n, play }: { n: number; play: Play },
): Promise<string | null> {
  upstream.play(n, play.upstream)
  const got = await playClient(backstay.url, KEY, { n, client: play.client })
  upstream.forget(n)
  return wrongWith(play, got)
}

/** Everything is back where it was, and the next request is answered. */
async function afterwards(backstay: Backstay): Promise<string[]> {
  const wrong: string[] = []
  const response = await fetch(`${backstay.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'authorization': `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'openai', messages: [{ role: 'user', content: 'Hi' }] }),
  })
  if (!(await response.text()).includes('Healthy.')) wrong.push(`afterwards it answers ${response.status}`)
  const counters = await poll(async () => {
    const left = await inFlight(backstay)
    return left === 0 ? left : undefined
  }).catch(() => inFlight(backstay))
  if (counters !== 0) wrong.push(`${counters} attempts are counted as under way for ever`)
  return wrong
}

async function inFlight(backstay: Backstay): Promise<number> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` }
  const response = await fetch(`${backstay.adminUrl}/api/organisations/default/health`, { headers })
  const { deployments } = (await response.json()) as { deployments: readonly { inFlight: number }[] }
  return deployments.reduce((sum, deployment) => sum + deployment.inFlight, 0)
}

function configuration(url: string): object {
  const model = (name: string): object => ({
    name,
    deployments: [{ provider: name, model: 'm' }],
    // Whatever they do, they are asked again.
    breaker: { failures: 1_000_000, min_requests: 1_000_000 },
  })
  return {
    providers: {
      openai: { kind: 'openai', base_url: `${url}/v1`, api_key: 'k' },
      anthropic: { kind: 'anthropic', base_url: url, api_key: 'k' },
      gemini: { kind: 'google', base_url: url, api_key: 'k' },
    },
    models: ['openai', 'anthropic', 'gemini'].map(model),
    cooldown: { min_ms: 1, max_ms: 1, default_ms: 1 },
    timeouts: { connect_ms: 2_000, idle_ms: 1_000, total_ms: 3_000 },
    keys: [{ name: 'app', key: '${KEY}' }],
  }
}
