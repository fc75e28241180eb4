import type { DeploymentId } from './names.ts'

/** Requests that may wait while every deployment that could answer is full. */
export interface QueueSettings {
  /** At most so many at once; 0: none waits. */
  readonly max: number
  /** Longest wait in milliseconds. */
  readonly waitMs: number
}

/** Where a request may wait, and until when. */
export interface Waitable {
  /** Requests that could be answered by the same candidates wait in one queue, first come, first served. */
  readonly queue: string
  readonly settings: QueueSettings
  /** Clock reading at which it is too late to begin, whatever the settings say. */
  readonly tooLateAt: number
}

/** Why a request waits. */
export interface Waiting extends Waitable {
  /** Deployments of which one has to get room; empty while others come first, who know better. */
  readonly full: readonly DeploymentId[]
  /** Milliseconds until one of them has room if nothing is given back before; `null` while others come first. */
  readonly roomInMs: number | null
}

/** How waiting ends: there may be room now, or it is given up. */
export type TurnEnd = 'room' | 'late' | 'gone' | 'draining'

/** What planning may know of the requests that wait. */
export interface QueueView {
  /** Somebody waits there already: whoever comes now is not served before. */
  isOccupied(queue: string): boolean
  /** Milliseconds until the first of a queue expects room. */
  retryAfterMs(queue: string): number
}

/** Told when a deployment was given back some of its limit. */
export interface RoomListener {
  room(deployment: DeploymentId): void
}
