import { parseArgs } from 'node:util'

export const SECTIONS = [
  'unary',
  'stream',
  'translated',
  'latency',
  'ttft',
  'growth',
  'failover',
  'switch',
  'memory',
  'start',
  'several',
  'portkey',
] as const

export type SectionName = (typeof SECTIONS)[number]

export interface Options {
  readonly rounds: number
  /** Length of one measurement; there is one per round, target and load. */
  readonly seconds: number
  readonly only: readonly SectionName[]
  /** How many the measurement of memory sends. */
  readonly requests: number
  /** Where the JSON goes; `null`: bench/results/, named for the time. */
  readonly out: string | null
  /** Everything on all cores, instead of one for what is measured and the others for the rest. */
  readonly sharedCores: boolean
  /** Also render bench/RESULTS.md. */
  readonly write: boolean
}

export const USAGE = `npm run bench -- [--rounds 5] [--seconds 2] [--only ${SECTIONS.join(',')}] [--requests 100000] [--shared-cores] [--out FILE] [--write]`

/** Reads the command line; throws with a message for the user when it is wrong. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'rounds': { type: 'string', default: '5' },
      'seconds': { type: 'string', default: '2' },
      'only': { type: 'string', default: SECTIONS.join(',') },
      'requests': { type: 'string', default: '100000' },
      'out': { type: 'string' },
      'shared-cores': { type: 'boolean', default: false },
      'write': { type: 'boolean', default: false },
    },
  })
  return {
    rounds: positiveInteger('--rounds', values.rounds),
    seconds: positiveInteger('--seconds', values.seconds),
    only: values.only.split(',').map(sectionName),
    requests: positiveInteger('--requests', values.requests),
    out: values.out ?? null,
    sharedCores: values['shared-cores'],
    write: values.write,
  }
}

function positiveInteger(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${name} must be a whole number from 1, not "${text}"`)
  return value
}

function sectionName(text: string): SectionName {
  const found = SECTIONS.find((name) => name === text)
  if (found === undefined) throw new Error(`--only: there is no "${text}"; there are ${SECTIONS.join(', ')}`)
  return found
}
