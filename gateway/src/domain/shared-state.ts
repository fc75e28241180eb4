import type { Condition } from './condition.ts'
import type { LoggedEvent } from './event.ts'
import type { DeploymentId } from './names.ts'

/** What one process says of its use of a limit that several share, and how far it would like to go on. */
export interface Claim {
  /** Names the limit: the same in every process. */
  readonly name: string
  readonly limit: number
  /** Its own use at this moment. */
  readonly used: number
  /** The largest amount that found no room in its share; 0: none. */
  readonly need: number
  /** How far its share should reach, its own use included. */
  readonly want: number
  /** After so many milliseconds without news its share counts only as far as it was used, and is forgotten after `keepMs`. */
  readonly staleMs: number
  readonly keepMs: number
  /** What of `used` ends within 5 s, within 10 s …: shown to others, who tell their clients when there is room. */
  readonly leaving: readonly number[]
  /** What was used before any of them counted; taken from the first who says so. */
  readonly before: number | null
}

/** What another process had when it was last heard of. */
export interface OtherShare {
  readonly ageMs: number
  readonly share: number
  readonly used: number
  readonly leaving: readonly number[]
}

/** The own use may reach `share`; all shares together never pass the limit. */
export interface Grant {
  readonly share: number
  readonly others: readonly OtherShare[]
}

/** What processes tell each other. */
export type Notice =
  | { readonly kind: 'condition'; readonly condition: Condition }
  | { readonly kind: 'event'; readonly event: LoggedEvent }
  /** Somebody is short of this limit: whoever holds more than it uses gives it back. */
  | { readonly kind: 'recall'; readonly name: string }
  /** How one worker is doing, in a shape that only workers of one gateway know. */
  | { readonly kind: 'vitals'; readonly member: string; readonly vital: unknown }
  /** Somebody looks at how deployments are doing. */
  | { readonly kind: 'vitals-wanted' }
  /** What is stored of configurations has changed: it is read again. */
  | { readonly kind: 'stored' }
  /** Who served which session. */
  | { readonly kind: 'sessions'; readonly served: readonly (readonly [string, DeploymentId])[] }

/** What is told is kept for those who come later, in place of what was kept under the same id; or ends what was kept. */
export type Kept =
  | { readonly kind: 'keep'; readonly id: string; readonly forMs: number }
  | { readonly kind: 'drop'; readonly ids: readonly string[] }

/** How a process stands with those that it shares its state with. */
export interface SharedStanding {
  readonly kind: 'memory' | 'redis' | 'workers'
  readonly connected: boolean
  /** Milliseconds since the Unix epoch at which that began. */
  readonly since: number
}

/**
 * State that several processes share. Nothing here is waited for by requests that have room: they work with what their
 * process holds, and while nobody can be reached it goes on with that.
 */
export interface SharedState {
  readonly standing: SharedStanding
  /** One grant per claim. Rejects while nobody can be reached. */
  exchange(claims: readonly Claim[]): Promise<readonly Grant[]>
  /** Tells all others; lost while nobody can be reached. */
  tell(notice: Notice, kept?: Kept): void
  /** What was told and kept, by all. Rejects while nobody can be reached. */
  recall(): Promise<readonly KeptNotice[]>
  close(): Promise<void>
  /** Where copies are kept that outlive all processes; `null`: nowhere. */
  readonly copies: SharedCopies | null
}

/** Texts for processes that start while what the texts are copies of is away. */
export interface SharedCopies {
  /** Keeps one in the place of what there was, and all others with it, for so long. */
  keep(id: string, text: string, forMs: number): Promise<void>
  /** All of them are kept for so long again; false: there are none. */
  renew(forMs: number): Promise<boolean>
  /** Waits a moment for the connection. Rejects while nobody can be reached. */
  read(): Promise<KeptCopies>
}

export interface KeptCopies {
  readonly texts: ReadonlyMap<string, string>
  /** They are kept for so long still. */
  readonly leftMs: number
}

/** A notice of before. */
export interface KeptNotice {
  readonly id: string
  readonly notice: Notice
  readonly ageMs: number
}

/** Who is told what others say, and when the connection to them comes and goes. */
export interface SharedListener {
  heard(notice: Notice): void
  /** Whenever it is connected, the first time included. */
  connected(): void
  lost(why: string): void
}
