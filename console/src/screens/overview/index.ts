import { IconActivityHeartbeat } from '@tabler/icons-react'
import { texts } from '#texts'
import type { Screen } from '../screen.ts'

export const overviewScreens: readonly Screen[] = [
  {
    path: '/',
    load: () => import('./overview.tsx'),
    navigation: { group: 'top', label: texts.overview.title, icon: IconActivityHeartbeat },
  },
]
