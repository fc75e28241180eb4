import { Badge, Button, Table, TextInput } from '@mantine/core'
import { IconRobot } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Role, ServiceToken } from '#api/members'
import { createServiceToken, revokeServiceToken, serviceTokensQuery } from '#api/members'
import { useMay } from '#api/permissions'
import { useAction } from '#api/use-action'
import { useChange } from '#api/use-change'
import { confirm } from '#parts/confirm'
import { Day } from '#parts/day'
import { FormDialog } from '#parts/form-dialog'
import { Moment } from '#parts/moment'
import { showOnce } from '#parts/shown-once'
import { texts } from '#texts'
import { RoleChoice } from './role-choice.tsx'
import { Roster } from './roster.tsx'

const { members } = texts

/** The tokens by which programs use the admin API. */
export function Tokens() {
  return (
    <Roster
      query={useQuery(serviceTokensQuery)}
      empty={{ icon: IconRobot, title: members.noTokens, hint: members.noTokensHint }}
      add={useMay('tokens:manage') ? members.createToken : null}
      columns={[members.tokenName, members.role, texts.keys.columns.state, members.lastUsed, members.expires]}
      action={members.revoke}
      row={Row}
      form={TokenForm}
    />
  )
}

const COLORS = { active: 'teal', expired: 'orange', revoked: 'red' } as const

function Row({ entry: token }: { readonly entry: ServiceToken }) {
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
    <FormDialog
      title={members.createToken}
      submit={members.createToken}
      change={create}
      onSubmit={() => create.mutate(undefined)}
      onClose={onClose}
    >
      <TextInput
        label={members.tokenName}
        value={name}
        required
        data-autofocus
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <RoleChoice value={role} onChange={setRole} />
    </FormDialog>
  )
}
