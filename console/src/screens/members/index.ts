import { IconUsers } from '@tabler/icons-react'
import { texts } from '#texts'
import type { Screen } from '../screen.ts'

export const memberScreens: readonly Screen[] = [
  {
    path: '/members',
    load: () => import('./members.tsx'),
    navigation: { group: 'settings', label: texts.members.title, icon: IconUsers },
  },
]
