import { IconPlugConnected } from '@tabler/icons-react'
import { texts } from '#texts'
import type { Screen } from '../screen.ts'

export const providerScreens: readonly Screen[] = [
  {
    path: '/providers',
    load: () => import('./provider-list.tsx'),
    navigation: { group: 'workspace', label: texts.providers.title, icon: IconPlugConnected },
  },
]
