import { chains } from './chains.ts'
import { events } from './events.ts'
import { overview } from './overview.ts'
import { shell } from './shell.ts'
import { states } from './states.ts'
import { usage } from './usage.ts'

/** Every text of the console, by screen. */
export const texts = { chains, events, overview, shell, states, usage } as const
