import { ActionIcon, AppShell, Burger, Group, Menu, ScrollArea, useMantineColorScheme } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBuilding, IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { goToOrganisation, ORGANISATION } from '#api/organisation'
import { sessionQuery } from '#api/queries'
import { useSignOut } from '#api/use-sign-out'
import { texts } from '#texts'
import { Brand } from './brand.tsx'
import { LiveMark } from './live-mark.tsx'
import { Navigation } from './navigation.tsx'

const HEADER_PX = 56
const NAVIGATION_PX = 248

/** Header, navigation and the screen. */
export function Frame() {
  const [opened, { toggle, close }] = useDisclosure()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  useEffect(close, [path, close])
  return (
    <AppShell
      transitionDuration={0}
      header={{ height: HEADER_PX }}
      navbar={{ width: NAVIGATION_PX, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={opened ? texts.shell.closeNavigation : texts.shell.openNavigation}
              aria-expanded={opened}
            />
            <Brand />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <LiveMark />
            <SchemeMenu />
            <Account />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar aria-label={texts.shell.navigation}>
        <ScrollArea type="auto" p="xs">
          <Navigation onNavigate={close} />
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="content">
        <Outlet />
      </AppShell.Main>
    </AppShell>
  )
}

const SCHEMES = { light: IconSun, dark: IconMoon, auto: IconDeviceDesktop } as const

function SchemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const Current = SCHEMES[colorScheme]
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={texts.shell.scheme.change}>
          <Current size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(['light', 'dark', 'auto'] as const).map((scheme) => {
          const Icon = SCHEMES[scheme]
          return (
            <Menu.Item key={scheme} leftSection={<Icon size={16} />} onClick={() => setColorScheme(scheme)}>
              {texts.shell.scheme[scheme]}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}

function Account() {
  const { data: session } = useQuery(sessionQuery)
  const signOut = useSignOut()
  const organisations = session?.organisations ?? []
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={texts.shell.account}>
          <IconUser size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{session?.email ?? session?.name}</Menu.Label>
        {organisations.length > 1 &&
          organisations.map(({ id, name }) => (
            <Menu.Item
              key={id}
              leftSection={<IconBuilding size={16} />}
              disabled={id === ORGANISATION.organisationId}
              onClick={() => goToOrganisation(id)}
            >
              {name}
            </Menu.Item>
          ))}
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()}>
          {texts.shell.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
