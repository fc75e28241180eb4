import { Card, SegmentedControl, Stack, Text, Title, useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useId } from 'react'
import { sessionQuery } from '#api/queries'
import { organisationQuery } from '#api/organisations'
import { settingsQuery } from '#api/resources'
import { Loaded } from '#parts/loaded'
import { Page as Frame } from '#parts/page'
import { texts } from '#texts'
import { ChangePassword } from './change-password.tsx'
import { OrganisationName } from './organisation-name.tsx'
import { Retention } from './retention.tsx'
import { SignInMethods } from './sign-in-methods.tsx'

const { workspace } = texts

/** How the console looks, how people sign in, and for how long things are kept. */
export function Page() {
  const settings = useQuery({ ...settingsQuery, refetchOnWindowFocus: false })
  const organisation = useQuery({ ...organisationQuery, refetchOnWindowFocus: false })
  const { data: session } = useQuery(sessionQuery)
  return (
    <Frame title={workspace.title} about={workspace.about}>
      <Stack gap="lg" maw={820}>
        <Section title={workspace.appearance} hint={workspace.appearanceHint}>
          <Appearance />
        </Section>
        <Section title={workspace.organisation.title} hint={workspace.organisation.hint}>
          <Loaded query={organisation}>
            {(data) => <OrganisationName key={data.revision} organisation={data} />}
          </Loaded>
        </Section>
        <Section title={workspace.signIn} hint={workspace.signInHint}>
          <SignInMethods session={session ?? null} />
        </Section>
        {session?.passwordSet === true && (
          <Section title={workspace.account.title}>
            <ChangePassword />
          </Section>
        )}
        <Section title={workspace.retention.title} hint={workspace.retention.about}>
          <Loaded query={settings}>{(data) => <Retention key={data.revision} settings={data} />}</Loaded>
        </Section>
      </Stack>
    </Frame>
  )
}

interface SectionProps {
  readonly title: string
  readonly hint?: string
  readonly children: ReactNode
}

function Section({ title, hint, children }: SectionProps) {
  const id = useId()
  return (
    <Card withBorder component="section" aria-labelledby={id}>
      <Stack gap="sm">
        <div>
          <Title order={2} size="h4" id={id}>
            {title}
          </Title>
          {hint !== undefined && (
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          )}
        </div>
        {children}
      </Stack>
    </Card>
  )
}

const SCHEMES = ['light', 'dark', 'auto'] as const

function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <SegmentedControl
      aria-label={texts.shell.scheme.change}
      value={colorScheme}
      onChange={setColorScheme}
      data={SCHEMES.map((value) => ({ value, label: texts.shell.scheme[value] }))}
      style={{ alignSelf: 'flex-start' }}
    />
  )
}
