import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { texts } from '#texts'

interface PageProps {
  readonly title: string
  /** One sentence on what this is for. */
  readonly about?: string
  /** Buttons that belong to the whole page. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** What every screen has: a title, and what it is for. */
export function Page({ title, about, actions, children }: PageProps) {
  return (
    <Stack gap="lg" maw={1440}>
      <title>{`${title} · ${texts.shell.product}`}</title>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2}>
          <Title order={1} size="h2">
            {title}
          </Title>
          {about !== undefined && (
            <Text size="sm" c="dimmed">
              {about}
            </Text>
          )}
        </Stack>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  )
}
