import { budgetScreens } from './budgets/index.ts'
import { chainsScreens } from './chains/index.ts'
import { eventsScreens } from './events/index.ts'
import { keyScreens } from './keys/index.ts'
import { memberScreens } from './members/index.ts'
import { modelScreens } from './models/index.ts'
import { overviewScreens } from './overview/index.ts'
import { playgroundScreens } from './playground/index.ts'
import { providerScreens } from './providers/index.ts'
import { routingPolicyScreens } from './routing-policy/index.ts'
import type { Screen } from './screen.ts'
import { settingsScreens } from './settings/index.ts'
import { usageScreens } from './usage/index.ts'

/** Every screen, in the order of the navigation. */
export const SCREENS: readonly Screen[] = [
  ...overviewScreens,
  ...modelScreens,
  ...providerScreens,
  ...chainsScreens,
  ...keyScreens,
  ...usageScreens,
  ...eventsScreens,
  ...budgetScreens,
  ...playgroundScreens,
  ...routingPolicyScreens,
  ...memberScreens,
  ...settingsScreens,
]
