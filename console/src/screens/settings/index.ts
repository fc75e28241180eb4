import { IconBellRinging, IconSettings } from '@tabler/icons-react'
import { texts } from '#texts'
import type { Screen } from '../screen.ts'

export const settingsScreens: readonly Screen[] = [
  {
    path: '/alerts',
    load: () => import('./alerts.tsx'),
    navigation: { group: 'settings', label: texts.alerts.title, icon: IconBellRinging },
  },
  {
    path: '/settings',
    load: () => import('./general.tsx'),
    navigation: { group: 'settings', label: texts.workspace.title, icon: IconSettings },
  },
]
