import { chains } from './chains.ts'
import { events } from './events.ts'
import { overview } from './overview.ts'
import { playground } from './playground.ts'
import { shell } from './shell.ts'
import { states } from './states.ts'
import { usage } from './usage.ts'

/** Every text of the console, by screen. */
export const texts = { chains, events, overview, playground, shell, states, usage } as const
