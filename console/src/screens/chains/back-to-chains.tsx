import { Anchor, Group } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { texts } from '#texts'

/** The way back to the list. */
export function BackToChains() {
  return (
    <Anchor component={Link} to="/chains" size="sm">
      <Group gap={4} component="span">
        <IconArrowLeft size={16} aria-hidden />
        {texts.chains.back}
      </Group>
    </Anchor>
  )
}
