import { IconWallet } from '@tabler/icons-react'
import { texts } from '#texts'
import type { Screen } from '../screen.ts'

export const budgetScreens: readonly Screen[] = [
  {
    path: '/budgets',
    load: () => import('./budgets.tsx'),
    navigation: { group: 'workspace', label: texts.budgets.title, icon: IconWallet },
  },
]
