import { IconRoute } from '@tabler/icons-react'
import { texts } from '#texts'
import type { Screen } from '../screen.ts'

export const routingPolicyScreens: readonly Screen[] = [
  {
    path: '/routing',
    load: () => import('./routing-policy.tsx'),
    navigation: { group: 'settings', label: texts.routingPolicy.title, icon: IconRoute },
  },
]
