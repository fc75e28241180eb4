import { IconListDetails } from '@tabler/icons-react'
import { texts } from '#texts'
import type { Screen } from '../screen.ts'

export const usageScreens: readonly Screen[] = [
  {
    path: '/usage',
    load: () => import('./usage.tsx'),
    navigation: { group: 'workspace', label: texts.usage.title, icon: IconListDetails },
  },
  { path: '/usage/$requestId', load: () => import('./record.tsx') },
]
