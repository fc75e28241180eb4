import { Select, Text } from '@mantine/core'
import type { Role } from '#api/members'
import { texts } from '#texts'

const { roles, roleHints } = texts.members
const ROLES = Object.keys(roles) as Role[]

interface RoleChoiceProps {
  readonly value: Role
  readonly onChange: (role: Role) => void
  /** Who it is about, where no label stands beside it. */
  readonly about?: string
  readonly size?: 'xs' | 'sm'
}

/** What somebody may do. */
export function RoleChoice({ value, onChange, about, size = 'sm' }: RoleChoiceProps) {
  return (
    <Select
      label={about === undefined ? texts.members.role : undefined}
      aria-label={about === undefined ? undefined : `${texts.members.role}: ${about}`}
      data={ROLES.map((role) => ({ value: role, label: roles[role] }))}
      value={value}
      size={size}
      allowDeselect={false}
      comboboxProps={{ width: 280, position: 'bottom-start' }}
      renderOption={({ option }) => (
        <div>
          <Text size="sm">{option.label}</Text>
          <Text size="xs" c="dimmed">
            {roleHints[option.value]}
          </Text>
        </div>
      )}
      onChange={(role) => role !== null && onChange(role)}
    />
  )
}
