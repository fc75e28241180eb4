import { chainsScreens } from './chains/index.ts'
import { eventsScreens } from './events/index.ts'
import { overviewScreens } from './overview/index.ts'
import { playgroundScreens } from './playground/index.ts'
import type { Screen } from './screen.ts'
import { usageScreens } from './usage/index.ts'

/** Every screen, in the order of the navigation. */
export const SCREENS: readonly Screen[] = [
  ...overviewScreens,
  ...chainsScreens,
  ...usageScreens,
  ...eventsScreens,
  ...playgroundScreens,
]
