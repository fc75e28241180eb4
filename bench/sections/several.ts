import { findProgram, POSTGRES, type Program as Wanted, REDIS } from '#test-services/find-program'
import { startPostgres } from '#test-services/start-postgres'
import { startRedis } from '#test-services/start-redis'
import { startBackstay } from '../backstay-process.ts'
import { type Bench, interleaved } from '../bench.ts'
import { type Finding, ratios } from '../finding.ts'
import type { Load } from '../load/wrk.ts'
import { cpuCost } from '../measure/cpu-cost.ts'
import { warmUp } from '../measure/warm-up.ts'
import type { Target } from '../target.ts'
import { backstayAt, benchSettings } from '../targets/backstay.ts'

const LOAD: Load = { kind: 'unary', bytes: 300 }
const WARM_UP_SECONDS = 8
const SHARED_GOAL = 1.15
/** Two cores do 1.7 times what one does as long as a request costs no more than this, with nothing else on them. */
const WORKERS_GOAL = 2 / 1.7

/** Per request, and per second. */
interface Cost {
  readonly microseconds: number
  readonly rate: number
}

/** What it costs to be several: Redis and PostgreSQL instead of memory and SQLite, two workers instead of one process. */
export async function measureSeveral(bench: Bench): Promise<Finding[]> {
  const [postgres, redis] = await Promise.all([
    pathOf(POSTGRES).then(startPostgres),
    pathOf(REDIS).then(startRedis),
  ])
  try {
    const start = async (name: string, more: object, args: readonly string[] = []): Promise<Target> => {
      const settings = { ...benchSettings(bench.upstream), ...more }
      const env = { BACKSTAY_MASTER_KEY: 'master-key-of-the-bench-0123456789' }
      return backstayAt(await startBackstay({ folder: bench.folder, name, settings, args, env }))
    }
    const alone = await start('several-alone', {})
    const shared = await start('several-shared', { store: postgres.url, state: redis.url })
    const workers = await start('several-workers', {}, ['--workers', '2'])
    const targets = [alone, shared, workers]
    bench.say('several, Redis and PostgreSQL, two workers')
    await warmUp(targets, WARM_UP_SECONDS, (target, seconds) => costOf(target, bench, seconds))
    const costs = await interleaved(bench, targets, (target) => costOf(target, bench, bench.seconds))
    const of = (target: Target, figure: keyof Cost): readonly number[] =>
      (costs.get(target) ?? []).map((cost) => cost[figure])
    return [
      {
        what: 'Backstay with Redis and PostgreSQL: CPU of the gateway per unary request',
        against: 'memory and SQLite',
        unit: '×',
        values: ratios(of(shared, 'microseconds'), of(alone, 'microseconds')),
        goal: SHARED_GOAL,
      },
      {
        what: 'Backstay with 2 workers: CPU of all its processes per unary request (at most 1.18 × gives 1.7 × the throughput on cores of their own)',
        against: '1 process',
        unit: '×',
        values: ratios(of(workers, 'microseconds'), of(alone, 'microseconds')),
        goal: WORKERS_GOAL,
      },
      {
        what: 'Backstay with 2 workers: requests per second, load generator and upstream on the same cores',
        against: '1 process',
        unit: '×',
        values: ratios(of(workers, 'rate'), of(alone, 'rate')),
        goal: null,
      },
      ...targets.map((target, n): Finding => {
        const what = `Backstay ${['alone', 'with Redis and PostgreSQL', 'with 2 workers'][n]}: CPU per unary request`
        return { what, against: '–', unit: 'µs', values: of(target, 'microseconds'), goal: null }
      }),
    ]
  } finally {
    await Promise.all([postgres.close(), redis.close()])
  }
}

async function costOf(target: Target, { folder }: Bench, seconds: number): Promise<Cost> {
  const { microseconds, requests } = await cpuCost(target, LOAD, { folder, seconds })
  return { microseconds: microseconds / requests, rate: requests / seconds }
}

async function pathOf(program: Wanted): Promise<string> {
  const found = await findProgram(program)
  if (found.kind === 'missing') throw new Error(found.reason)
  return found.path
}
