import type { BudgetEvent } from './budget.ts'
import type { HealthEvent } from './health.ts'

/** A request that was not answered where it was sent first. */
export interface RequestMoved {
  readonly kind: 'request-moved'
  /** Its id; of several alike, the last one's. */
  readonly request: string
  readonly key: string
  readonly requestedModel: string
  /** Where it was sent first; the deployment is `null` where the first model was passed over without asking it. */
  readonly from: PlaceName
  /** Where it was sent last, whether or not it was answered there. */
  readonly to: PlaceName
  /** Classes of the failures behind the moves, in order. */
  readonly classes: readonly string[]
  /** What the client got. */
  readonly status: number
  /** How many requests alike this stands for. */
  readonly count: number
}

interface PlaceName {
  readonly model: string
  readonly deployment: string | null
}

/** Another configuration is in force, or was refused. */
export type ConfigEvent =
  | { readonly kind: 'config-loaded'; readonly version: string; readonly warnings: number }
  | { readonly kind: 'config-refused'; readonly problems: readonly string[] }

/** The store does not take what is written, or does so again. */
export interface StoreEvent {
  readonly kind: 'store-failing' | 'store-recovered' | 'records-dropped'
  readonly message: string
  readonly records: number
}

/** The others that state is shared with cannot be reached, or can be again. */
export interface SharedStateEvent {
  readonly kind: 'shared-state-lost' | 'shared-state-restored'
  readonly message: string
}

/** Something that operators want to know of. */
export type GatewayEvent =
  | HealthEvent
  | BudgetEvent
  | RequestMoved
  | ConfigEvent
  | StoreEvent
  | SharedStateEvent

export type EventKind = GatewayEvent['kind']

/** An event as it stands in the log. */
export interface LoggedEvent {
  /** Sorts by time. */
  readonly id: string
  /** Milliseconds since the Unix epoch. */
  readonly at: number
  readonly organisation: string
  readonly event: GatewayEvent
}

/** Where events go. Never blocks, never throws. */
export interface EventSink {
  /** @param organisation - Whose event it is; left out: it concerns the gateway, and is the first organisation's. */
  tell(event: GatewayEvent, organisation?: string): void
}
