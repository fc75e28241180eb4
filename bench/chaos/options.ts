import { parseArgs } from 'node:util'
import type { ChaosOptions } from './experiment.ts'
import { EXPERIMENTS } from './experiments/index.ts'

const NAMES = EXPERIMENTS.map(({ name }) => name)

export const USAGE = `npm run chaos -- [--requests 1000000] [--seed 1] [--only ${NAMES.join(',')}] [--out FILE] [--write]
       npm run chaos -- --processes [--write]    # real processes under load, instead of the virtual clock`

interface Options extends ChaosOptions {
  readonly only: readonly string[]
  /** Where the JSON goes; `null`: bench/results/, named for the time. */
  readonly out: string | null
  /** Also render docs/reliability.md. */
  readonly write: boolean
  /** Real processes instead of the virtual clock. */
  readonly processes: boolean
}

/** Reads the command line; throws with a message for the user when it is wrong. */
export function parseChaosOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      requests: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string', default: NAMES.join(',') },
      out: { type: 'string' },
      write: { type: 'boolean', default: false },
      processes: { type: 'boolean', default: false },
    },
  })
  const only = values.only.split(',')
  const unknown = only.find((name) => !NAMES.includes(name))
  if (unknown !== undefined)
    throw new Error(`--only: there is no "${unknown}"; there are ${NAMES.join(', ')}`)
  return {
    requests: wholeNumber('--requests', values.requests),
    seed: wholeNumber('--seed', values.seed),
    only,
    out: values.out ?? null,
    write: values.write,
    processes: values.processes,
  }
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1) return value
  throw new Error(`${name} must be a whole number from 1, not "${text}"`)
}
