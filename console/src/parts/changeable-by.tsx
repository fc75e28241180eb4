import { Alert, Fieldset, Stack } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Permission } from '#api/permissions'
import { useMay } from '#api/permissions'
import { texts } from '#texts'

interface ChangeableByProps {
  readonly permission: Permission
  readonly children: ReactNode
}

/** A form that everybody reads: to those who may not change it, it is switched off and says so. */
export function ChangeableBy({ permission, children }: ChangeableByProps) {
  if (useMay(permission)) return children
  return (
    <Stack gap="md">
      <Alert color="gray" variant="light" icon={<IconEye aria-hidden />} role="note">
        {texts.resources.notYours}
      </Alert>
      <Fieldset variant="unstyled" disabled miw={0}>
        {children}
      </Fieldset>
    </Stack>
  )
}
