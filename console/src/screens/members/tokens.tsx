import { Badge, Button, Group, Stack, Table, TextInput } from '@mantine/core'
import { IconPlus, IconRobot } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Role, ServiceToken } from '#api/members'
import { createServiceToken, revokeServiceToken, serviceTokensQuery } from '#api/members'
import { useMay } from '#api/permissions'
import { useAction } from '#api/use-action'
import { useChange } from '#api/use-change'
import { confirm } from '#parts/confirm'
import { Day } from '#parts/day'
import { Dialog } from '#parts/dialog'
import { EmptyState } from '#parts/empty-state'
import { ErrorNote } from '#parts/error-note'
import { Loaded } from '#parts/loaded'
import { Moment } from '#parts/moment'
import { showOnce } from '#parts/shown-once'
import { texts } from '#texts'
import { RoleChoice } from './role-choice.tsx'

const { members } = texts

/** The tokens by which programs use the admin API. */
export function Tokens() {
  const tokens = useQuery(serviceTokensQuery)
  const [creating, setCreating] = useState(false)
  const may = useMay('tokens:manage')
  const button = may && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      {members.createToken}
    </Button>
  )
  return (
    <Stack gap="md">
      <Loaded query={tokens}>
        {({ data }) =>
          data.length === 0 ? (
            <EmptyState icon={IconRobot} title={members.noTokens} hint={members.noTokensHint}>
              {button}
            </EmptyState>
          ) : (
            <>
              {may && <Group justify="flex-end">{button}</Group>}
              <Table.ScrollContainer minWidth={680}>
                <Table verticalSpacing="xs" fz="sm" withTableBorder>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{members.tokenName}</Table.Th>
                      <Table.Th>{members.role}</Table.Th>
                      <Table.Th>{texts.keys.columns.state}</Table.Th>
                      <Table.Th>{members.lastUsed}</Table.Th>
                      <Table.Th>{members.expires}</Table.Th>
                      <Table.Th aria-label={members.revoke} />
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {data.map((token) => (
                      <Row key={token.id} token={token} />
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
            </>
          )
        }
      </Loaded>
      {creating && <TokenForm onClose={() => setCreating(false)} />}
    </Stack>
  )
}

const COLORS = { active: 'teal', expired: 'orange', revoked: 'red' } as const

function Row({ token }: { readonly token: ServiceToken }) {
  const { name, role, state, lastUsedAt, expiresAt } = token
  const may = useMay('tokens:manage')
  const revoke = useAction(() => revokeServiceToken(token), { done: members.revoked(name) })
  return (
    <Table.Tr>
      <Table.Td fw={500}>{name}</Table.Td>
      <Table.Td>{members.roles[role]}</Table.Td>
      <Table.Td>
        <Badge variant="light" tt="none" color={COLORS[state]}>
          {members.tokenStates[state]}
        </Badge>
      </Table.Td>
      <Table.Td>{lastUsedAt === null ? members.never : <Moment at={lastUsedAt} />}</Table.Td>
      <Table.Td>{expiresAt === null ? members.never : <Day at={expiresAt} />}</Table.Td>
      <Table.Td>
        <Button
          variant="subtle"
          color="red"
          size="compact-sm"
          disabled={state === 'revoked' || !may}
          onClick={() =>
            confirm({
              title: members.revokeTitle(name),
              text: members.revokeText,
              action: members.revoke,
              onConfirm: () => revoke.mutate(undefined),
            })
          }
        >
          {members.revoke}
        </Button>
      </Table.Td>
    </Table.Tr>
  )
}

function TokenForm({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const create = useChange(() => createServiceToken({ name: name.trim(), role }), {
    onSuccess: ({ token }) => {
      onClose()
      showOnce({ title: members.tokenShown, text: members.tokenText, secret: token, done: members.done })
    },
  })
  return (
    <Dialog onClose={onClose} title={members.createToken}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate(undefined)
        }}
      >
        <Stack gap="md">
          <TextInput
            label={members.tokenName}
            value={name}
            required
            data-autofocus
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <RoleChoice value={role} onChange={setRole} />
          {create.error !== null && <ErrorNote error={create.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {texts.resources.cancel}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {members.createToken}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
