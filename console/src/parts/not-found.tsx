import { Button } from '@mantine/core'
import { IconMapOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { texts } from '#texts'
import { EmptyState } from './empty-state.tsx'

/** A path that leads nowhere. */
export function NotFound() {
  return (
    <EmptyState icon={IconMapOff} title={texts.shell.notFound.title}>
      <Button component={Link} to="/" variant="default">
        {texts.shell.notFound.back}
      </Button>
    </EmptyState>
  )
}
