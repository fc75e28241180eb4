import type { Wanted } from './wanted.ts'
import type { World } from './world.ts'

export const GROUPS = [
  'selection',
  'failures that move',
  'failures that stay',
  'chains',
  'retries',
  'limits',
  'breaker',
  'streams',
  'timeouts',
  'evidence',
] as const

/** Something that a user of a gateway can rely on, or not. */
export interface Behavior {
  readonly group: (typeof GROUPS)[number]
  /** What is sent and what the places do, and then what the client must see: a sentence. */
  readonly name: string
  readonly wanted: Wanted
  /** Throws where it is not so. */
  check(world: World): Promise<void>
}

export const A_THEN_B: Wanted = { places: [{ name: 'a' }, { name: 'b' }], order: 'fallback' }
export const ONLY_A: Wanted = { places: [{ name: 'a' }], order: 'fallback' }
