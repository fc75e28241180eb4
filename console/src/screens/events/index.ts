import { IconHistory } from '@tabler/icons-react'
import { texts } from '#texts'
import type { Screen } from '../screen.ts'

export const eventsScreens: readonly Screen[] = [
  {
    path: '/events',
    load: () => import('./events.tsx'),
    navigation: { group: 'workspace', label: texts.events.title, icon: IconHistory },
  },
]
