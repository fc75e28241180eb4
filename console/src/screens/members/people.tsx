import { Badge, Button, Group, Table, Text, TextInput } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
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
import { FormDialog } from '#parts/form-dialog'
import { showOnce } from '#parts/shown-once'
import { texts } from '#texts'
import { RoleChoice } from './role-choice.tsx'
import { Roster } from './roster.tsx'

const { members } = texts

/** Everybody who belongs to the organisation, or was invited to. */
export function People() {
  return (
    <Roster
      query={useQuery(membersQuery)}
      empty={{ icon: IconUsers, title: members.none, hint: members.noneHint }}
      add={useMay('members:manage') ? members.invite : null}
      columns={[members.member, members.role, texts.keys.columns.state, members.since]}
      action={members.remove}
      row={Row}
      form={InviteForm}
    />
  )
}

function Row({ entry: member }: { readonly entry: Member }) {
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
    <FormDialog
      title={members.inviteTitle}
      submit={members.invite}
      change={send}
      onSubmit={() => send.mutate(undefined)}
      onClose={onClose}
    >
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
    </FormDialog>
  )
}
