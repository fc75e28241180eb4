import type { Target } from './target.ts'
import type { Upstream } from './upstream.ts'

/** What every section gets. */
export interface Bench {
  readonly rounds: number
  readonly seconds: number
  /** How many the measurement of memory sends. */
  readonly requests: number
  /** For scratch files of the load generators. */
  readonly folder: string
  /** Moves a process to where what is measured runs. */
  readonly place: (pid: number) => Promise<void>
  readonly upstream: Upstream
  readonly nginx: Target
  /** `null`: not asked for. */
  readonly portkey: Target | null
  /** `null`: it did not start. */
  readonly backstay: Target | null
  readonly say: (progress: string) => void
}

/** Those of the targets that are gateways and are there. */
export function gateways(bench: Bench): Target[] {
  return [bench.nginx, bench.portkey, bench.backstay].filter((target) => target !== null)
}

/** Measures every target once per round, one after the other, so that noise falls on all of them alike. */
export async function interleaved<Subject, Value>(
  bench: Pick<Bench, 'rounds'>,
  targets: readonly Subject[],
  measure: (target: Subject) => Promise<Value>,
): Promise<Map<Subject, Value[]>> {
  const values = new Map<Subject, Value[]>(targets.map((target) => [target, []]))
  for (let round = 0; round < bench.rounds; round++) {
    // The other way round every second time: whoever comes first gains nothing by it.
    const order = round % 2 === 0 ? targets : targets.toReversed()
    for (const target of order) values.get(target)?.push(await measure(target))
  }
  return values
}
