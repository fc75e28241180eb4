import { Badge, Button, Group, Stack, Table, Text, TextInput } from '@mantine/core'
import { IconPlus, IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Member, Role } from '#api/members'
import { changeRole, invite, membersQuery, removeMember } from '#api/members'
import { useMay } from '#api/permissions'
import { useAction } from '#api/use-action'
import { useChange } from '#api/use-change'
import { dayOf } from '#format/moments'
import { confirm } from '#parts/confirm'
import { Day } from '#parts/day'
import { Dialog } from '#parts/dialog'
import { EmptyState } from '#parts/empty-state'
import { ErrorNote } from '#parts/error-note'
import { Loaded } from '#parts/loaded'
import { showOnce } from '#parts/shown-once'
import { texts } from '#texts'
import { RoleChoice } from './role-choice.tsx'

const { members } = texts

/** Everybody who belongs to the organisation, or was invited to. */
export function People() {
  const people = useQuery(membersQuery)
  const [inviting, setInviting] = useState(false)
  const may = useMay('members:manage')
  const button = may && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setInviting(true)}>
      {members.invite}
    </Button>
  )
  return (
    <Stack gap="md">
      <Loaded query={people}>
        {({ data }) =>
          data.length === 0 ? (
            <EmptyState icon={IconUsers} title={members.none} hint={members.noneHint}>
              {button}
            </EmptyState>
          ) : (
            <>
              {may && <Group justify="flex-end">{button}</Group>}
              <Table.ScrollContainer minWidth={680}>
                <Table verticalSpacing="xs" fz="sm" withTableBorder>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{members.member}</Table.Th>
                      <Table.Th>{members.role}</Table.Th>
                      <Table.Th>{texts.keys.columns.state}</Table.Th>
                      <Table.Th>{members.since}</Table.Th>
                      <Table.Th aria-label={members.remove} />
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {data.map((member) => (
                      <Row key={member.id} member={member} />
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
            </>
          )
        }
      </Loaded>
      {inviting && <InviteForm onClose={() => setInviting(false)} />}
    </Stack>
  )
}

function Row({ member }: { readonly member: Member }) {
  const { name, email, state, since, expiresAt } = member
  const called = name === '' ? email : name
  const change = useAction((role: Role) => changeRole(member, role), {
    done: ({ role }) => members.changed(called, members.roles[role]),
  })
  const may = useMay('members:manage')
  const remove = useAction(() => removeMember(member), { done: members.removed(called) })
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={500}>
          {called}
        </Text>
        {name !== '' && (
          <Text size="xs" c="dimmed">
            {email}
          </Text>
        )}
      </Table.Td>
      <Table.Td w={160}>
        {may ? (
          <RoleChoice value={member.role} about={called} size="xs" onChange={(role) => change.mutate(role)} />
        ) : (
          members.roles[member.role]
        )}
      </Table.Td>
      <Table.Td>
        <Group gap={6}>
          <Badge variant="light" tt="none" color={state === 'active' ? 'teal' : 'gray'}>
            {members.states[state]}
          </Badge>
          {expiresAt !== null && (
            <Text size="xs" c="dimmed">
              {members.invitedUntil(dayOf(expiresAt))}
            </Text>
          )}
        </Group>
      </Table.Td>
      <Table.Td>
        <Day at={since} />
      </Table.Td>
      <Table.Td>
        {may && (
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            onClick={() =>
              confirm({
                title: members.removeTitle(called),
                text: members.removeText,
                action: members.remove,
                onConfirm: () => remove.mutate(undefined),
              })
            }
          >
            {members.remove}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

function InviteForm({ onClose }: { readonly onClose: () => void }) {
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const send = useChange(
    () => invite({ email: email.trim(), role, ...(name.trim() === '' ? {} : { name: name.trim() }) }),
    {
      onSuccess: ({ link }) => {
        onClose()
        showOnce({ title: members.linkTitle, text: members.linkText, secret: link, done: members.done })
      },
    },
  )
  return (
    <Dialog onClose={onClose} title={members.inviteTitle}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          send.mutate(undefined)
        }}
      >
        <Stack gap="md">
          <TextInput
            type="email"
            label={members.email}
            value={email}
            required
            data-autofocus
            onChange={({ currentTarget }) => setEmail(currentTarget.value)}
          />
          <TextInput
            label={members.name}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <RoleChoice value={role} onChange={setRole} />
          {send.error !== null && <ErrorNote error={send.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {texts.resources.cancel}
            </Button>
            <Button type="submit" loading={send.isPending}>
              {members.invite}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
