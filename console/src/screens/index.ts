import { overviewScreens } from './overview/index.ts'
import type { Screen } from './screen.ts'

/** Every screen, in the order of the navigation. */
export const SCREENS: readonly Screen[] = [...overviewScreens]
