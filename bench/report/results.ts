import type { Finding } from '../finding.ts'
import type { Cores } from '../measure/cores.ts'
import type { Machine } from '../measure/machine.ts'

/** Everything one run found out; what the JSON file holds. */
export interface Results {
  readonly at: string
  readonly machine: Machine
  /** Who ran where; `null`: everything everywhere. */
  readonly cores: Cores | null
  readonly versions: Readonly<Record<string, string>>
  readonly rounds: number
  readonly seconds: number
  /** What did not work, in words for the reader. */
  readonly problems: readonly string[]
  readonly findings: readonly Finding[]
}
