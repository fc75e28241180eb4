import { IconKey } from '@tabler/icons-react'
import { texts } from '#texts'
import type { Screen } from '../screen.ts'

export const keyScreens: readonly Screen[] = [
  {
    path: '/keys',
    load: () => import('./key-list.tsx'),
    navigation: { group: 'workspace', label: texts.keys.title, icon: IconKey },
  },
  { path: '/keys/new', load: () => import('./add-key.tsx') },
  { path: '/keys/$id', load: () => import('./edit-key.tsx') },
]
