import { NavLink, Stack, Text } from '@mantine/core'
import { Link, useRouterState } from '@tanstack/react-router'
import { texts } from '#texts'
import type { NavigationGroup, Screen } from '../screens/screen.ts'
import { SCREENS } from '../screens/index.ts'

const GROUPS: readonly NavigationGroup[] = ['top', 'workspace', 'settings']

/** Links to every screen that has a place in the navigation, by group. */
export function Navigation({ onNavigate }: { readonly onNavigate: () => void }) {
  const path = useRouterState({ select: ({ location }) => location.pathname })
  return (
    <Stack gap={2}>
      {GROUPS.map((group) => {
        const screens = SCREENS.filter(({ navigation }) => navigation?.group === group)
        if (screens.length === 0) return null
        return (
          <div key={group} role="group" aria-label={group === 'top' ? undefined : texts.shell.groups[group]}>
            {group !== 'top' && (
              <Text size="xs" c="dimmed" fw={600} px="sm" pt="md" pb={4} aria-hidden>
                {texts.shell.groups[group]}
              </Text>
            )}
            {screens.map((screen) => (
              <Entry key={screen.path} screen={screen} path={path} onNavigate={onNavigate} />
            ))}
          </div>
        )
      })}
    </Stack>
  )
}

interface EntryProps {
  readonly screen: Screen
  readonly path: string
  /** Also where it leads to the page that is shown already. */
  readonly onNavigate: () => void
}

function Entry({ screen, path, onNavigate }: EntryProps) {
  if (screen.navigation === undefined) return null
  const { label, icon: Icon } = screen.navigation
  const active = path === screen.path || (screen.path !== '/' && path.startsWith(`${screen.path}/`))
  return (
    <NavLink
      component={Link}
      to={screen.path}
      onClick={onNavigate}
      label={label}
      active={active}
      aria-current={active ? 'page' : undefined}
      leftSection={<Icon size={18} aria-hidden />}
      variant="light"
    />
  )
}
