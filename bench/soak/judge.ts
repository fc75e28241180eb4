import type { Verdict } from '../chaos/experiment.ts'
import { atMost, inform } from '../chaos/experiment.ts'
import type { Sample } from './sample.ts'
import type { Traffic } from './traffic.ts'

/** Flat: the last third against the third before it; the first third is for warming up. */
export function judge(samples: readonly Sample[], traffic: Traffic, output: string): readonly Verdict[] {
  const third = Math.floor(samples.length / 3)
  const [middle, last] = [samples.slice(third, 2 * third), samples.slice(2 * third)]
  const growth = (of: (sample: Sample) => number): number => median(last.map(of)) / median(middle.map(of))
  const statuses = [...traffic.statuses].toSorted(([one], [other]) => one - other)
  return [
    inform('answered', String(traffic.answered)),
    inform(
      'by status (0: the client left, or the connection broke)',
      statuses.map(([status, times]) => `${status}: ${times}`).join(', '),
    ),
    inform(
      'resident memory, first and last',
      `${samples[0]?.memoryMb.toFixed(0)} → ${samples.at(-1)?.memoryMb.toFixed(0)} MB`,
    ),
    atMost(
      'growth of resident memory',
      growth(({ memoryMb }) => memoryMb),
      { most: 1.05, unit: ' ×' },
    ),
    atMost(
      'growth of open descriptors',
      growth(({ descriptors }) => descriptors),
      { most: 1.1, unit: ' ×' },
    ),
    atMost(
      'growth of threads',
      growth(({ threads }) => threads),
      { most: 1, unit: ' ×' },
    ),
    atMost('warnings of listeners that pile up', output.split('MaxListenersExceeded').length - 1, {
      most: 0,
      unit: '',
    }),
    atMost('answers with status 500', traffic.statuses.get(500) ?? 0, { most: 0, unit: '' }),
  ]
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}
