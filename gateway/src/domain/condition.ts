import type { Failure } from './failure.ts'
import type { ManualState } from './health.ts'
import type { CredentialId, DeploymentId } from './names.ts'

type Cause = Pick<Failure, 'class' | 'status'>

/**
 * How a deployment or a credential stands, as processes tell each other. Times are what is left, in milliseconds: clocks
 * of different machines are not compared.
 */
export type Condition =
  | {
      readonly aspect: 'breaker'
      readonly deployment: DeploymentId
      readonly state: 'closed' | 'open' | 'half_open'
      readonly leftMs: number
      readonly openings: number
      readonly relapses: number
      /** `null` for a closed one. */
      readonly cause: Cause | null
    }
  | {
      readonly aspect: 'cooldown'
      readonly deployment: DeploymentId
      readonly leftMs: number
      /** How many times in a row. */
      readonly times: number
      readonly cause: Cause
    }
  | {
      readonly aspect: 'bench'
      readonly credential: CredentialId
      /** `null`: it may be used again. */
      readonly benched: { readonly leftMs: number; readonly times: number; readonly cause: Cause } | null
    }
  | {
      readonly aspect: 'manual'
      readonly deployment: DeploymentId
      readonly label: string
      readonly state: ManualState['state']
      /** `null`: until it is reset. */
      readonly leftMs: number | null
      readonly reason: string
      readonly by: string
    }
  /** An operator has made it forget everything. */
  | { readonly aspect: 'reset'; readonly deployment: DeploymentId; readonly credential: CredentialId }
