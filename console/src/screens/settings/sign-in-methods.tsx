import { Badge, Group, Stack, Text } from '@mantine/core'
import { IconBuilding, IconPassword } from '@tabler/icons-react'
import type { Icon } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Session } from '#api/answer'
import { signInMethodsQuery } from '#api/queries'
import { Loaded } from '#parts/loaded'
import { texts } from '#texts'

const { workspace } = texts

/** The ways in, as they are configured. */
export function SignInMethods({ session }: { readonly session: Session | null }) {
  const methods = useQuery(signInMethodsQuery)
  return (
    <Loaded query={methods}>
      {({ password, providers }) => (
        <Stack gap="xs">
          {password && (
            <Method icon={IconPassword} name={workspace.password} about={workspace.passwordHint} />
          )}
          {providers.map(({ id, name }) => (
            <Method key={id} icon={IconBuilding} name={name} about={id} kind={workspace.provider} />
          ))}
          {providers.length === 0 && (
            <Text size="sm" c="dimmed">
              {workspace.noProviders}
            </Text>
          )}
          {session?.kind === 'admin-token' && <Text size="sm">{workspace.adminToken}</Text>}
        </Stack>
      )}
    </Loaded>
  )
}

interface MethodProps {
  readonly icon: Icon
  readonly name: string
  readonly about: string
  readonly kind?: string
}

function Method({ icon: Sign, name, about, kind }: MethodProps) {
  return (
    <Group gap="sm" wrap="nowrap">
      <Sign size={20} aria-hidden />
      <div>
        <Group gap="xs">
          <Text size="sm" fw={500}>
            {name}
          </Text>
          {kind !== undefined && (
            <Badge variant="light" tt="none" size="sm">
              {kind}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {about}
        </Text>
      </div>
    </Group>
  )
}
