import { IconTerminal2 } from '@tabler/icons-react'
import { texts } from '#texts'
import type { Screen } from '../screen.ts'

export const playgroundScreens: readonly Screen[] = [
  {
    path: '/playground',
    load: () => import('./playground.tsx'),
    navigation: { group: 'workspace', label: texts.playground.title, icon: IconTerminal2 },
  },
]
