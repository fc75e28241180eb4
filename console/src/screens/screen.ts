import type { Icon } from '@tabler/icons-react'
import type { ComponentType } from 'react'

/** Groups of the navigation, from top to bottom. */
export type NavigationGroup = 'top' | 'workspace' | 'settings'

/** One page of the console. Its code is loaded when somebody goes there. */
export interface Screen {
  /** Below `/console`; parameters as `$name`. */
  readonly path: string
  readonly load: () => Promise<{ readonly Page: ComponentType }>
  /** Absent: it is reached from another screen. */
  readonly navigation?: {
    readonly group: NavigationGroup
    readonly label: string
    readonly icon: Icon
  }
}
