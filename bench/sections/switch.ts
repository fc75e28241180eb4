import { startBackstay } from '../backstay-process.ts'
import type { Bench } from '../bench.ts'
import type { Finding } from '../finding.ts'
import { chatBodyFor } from '../load/chat-body.ts'
import { type Load, runWrk } from '../load/wrk.ts'
import { quantile } from '../measure/statistics.ts'
import { backstayAt, KEY } from '../targets/backstay.ts'
import { type Switching, startSwitching } from '../switching.ts'

const BYTES = 600
const WARM_UP_SECONDS = 3
const MARKS = 10_000
const GOAL_MS = 5

/** From the end of one provider's error answer to the first byte of the request at the next, 64 requests in flight. */
export async function measureSwitch(bench: Bench): Promise<Finding[]> {
  const switching = await startSwitching()
  const settings = settingsOf(switching)
  const running = await startBackstay({ folder: bench.folder, name: 'switch', settings })
  const target = backstayAt(running)
  const run = async (seconds: number): Promise<readonly number[]> => {
    const { requests, errors } = await runWrk(target, LOAD, { folder: bench.folder, seconds })
    const switches = await switching.takeSwitches()
    if (errors > 0) throw new Error(`${errors} of ${requests} requests failed`)
    if (switches.length < requests * 0.99) {
      throw new Error(`only ${switches.length} of ${requests} requests went from one provider to the other`)
    }
    return switches
  }
  try {
    bench.say('switch time, requests to Backstay')
    await run(WARM_UP_SECONDS)
    const rounds: (readonly number[])[] = []
    for (let round = 0; round < bench.rounds; round++) rounds.push(await run(bench.seconds))
    const at = (share: number): number[] => rounds.map((switches) => quantile(switches, share))
    const finding = (name: string, share: number, goal: number | null): Finding => ({
      what: `Backstay: switch to the next provider, 64 in flight, ${name}`,
      against: '–',
      unit: 'ms',
      values: at(share),
      goal,
    })
    return [finding('p99', 0.99, GOAL_MS), finding('p50', 0.5, null)]
  } finally {
    await Promise.all([running.stop(), switching.stop()])
  }
}

const LOAD: Load = {
  kind: 'unary',
  bytes: BYTES,
  calls: Array.from({ length: MARKS }, (_, index) => ({
    key: KEY,
    body: chatBodyFor('switching', { streamed: false, bytes: BYTES, mark: `mark-${index};` }),
  })),
}

// The first one is tried by every request: its breaker never opens.
function settingsOf({ failingPort, workingPort }: Switching): object {
  const never = { failures: 1_000_000_000, error_rate: 1, min_requests: 1_000_000_000 }
  const provider = (port: number): object => ({
    kind: 'openai-compatible',
    base_url: `http://127.0.0.1:${port}/v1`,
    api_key: 'bench-upstream',
  })
  return {
    providers: { failing: provider(failingPort), working: provider(workingPort) },
    breaker: never,
    models: [
      {
        name: 'switching',
        price: { input: 2.5, output: 10 },
        deployments: [
          { provider: 'failing', model: 'first', priority: 1 },
          { provider: 'working', model: 'second', priority: 2 },
        ],
      },
    ],
    keys: [{ name: 'bench', key: KEY, models: ['*'] }],
  }
}
