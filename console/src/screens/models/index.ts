import { IconStack2 } from '@tabler/icons-react'
import { texts } from '#texts'
import type { Screen } from '../screen.ts'

export const modelScreens: readonly Screen[] = [
  {
    path: '/models',
    load: () => import('./model-list.tsx'),
    navigation: { group: 'workspace', label: texts.models.title, icon: IconStack2 },
  },
  { path: '/models/new', load: () => import('./add-model.tsx') },
  { path: '/models/$id', load: () => import('./edit-model.tsx') },
]
