import type { SimulationReport } from '#simulator/policy/report'

/** One line of the result. */
export interface Verdict {
  readonly what: string
  /** In words; `null`: for information. */
  readonly goal: string | null
  readonly value: string
  readonly reached: boolean | null
}

export interface ChaosOptions {
  readonly seed: number
  /** Length of the long run. */
  readonly requests: number
}

/** A question about the engine, and its answer by simulation. */
export interface Experiment {
  readonly name: string
  /** What is simulated, for the reader of the page. */
  readonly about: string
  run(options: ChaosOptions): Promise<Outcome>
}

export interface Outcome {
  readonly verdicts: readonly Verdict[]
  /** By name, for the JSON. */
  readonly reports: Readonly<Record<string, SimulationReport>>
}

/** A figure that must not be over a limit. */
export function atMost(what: string, value: number | null, limit: { most: number; unit: string }): Verdict {
  const { most, unit } = limit
  return {
    what,
    goal: `≤ ${digits(most)}${unit}`,
    value: value === null ? 'never' : `${digits(value)}${unit}`,
    reached: value !== null && value <= most,
  }
}

export function inform(what: string, value: string): Verdict {
  return { what, goal: null, value, reached: null }
}

export function digits(value: number): string {
  if (Number.isInteger(value)) return String(value)
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)
}
