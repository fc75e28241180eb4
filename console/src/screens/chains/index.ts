import { IconArrowsSplit2 } from '@tabler/icons-react'
import { texts } from '#texts'
import type { Screen } from '../screen.ts'

export const chainsScreens: readonly Screen[] = [
  {
    path: '/chains',
    load: () => import('./chains.tsx'),
    navigation: { group: 'workspace', label: texts.chains.title, icon: IconArrowsSplit2 },
  },
  { path: '/chains/new', load: () => import('./new-chain.tsx') },
  { path: '/chains/$chainId', load: () => import('./chain.tsx') },
]
