import { Badge } from '@mantine/core'

/** What a client was answered: the status, and the class of the failure where it was one. */
export function StatusBadge({
  status,
  errorClass,
}: {
  readonly status: number
  readonly errorClass: string | null
}) {
  const color = status < 400 ? 'teal' : status < 500 ? 'orange' : 'red'
  return (
    <Badge variant="light" color={color} tt="none" radius="sm">
      {errorClass === null ? status : `${status} ${errorClass}`}
    </Badge>
  )
}
