import { Center, Stack, Text, ThemeIcon } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  readonly icon: Icon
  readonly title: string
  /** What to do next. */
  readonly hint?: string
  readonly children?: ReactNode
}

/** What stands where nothing is yet: it says what to do next. */
export function EmptyState({ icon: Sign, title, hint, children }: EmptyStateProps) {
  return (
    <Center py="xl" px="md">
      <Stack align="center" gap="xs" maw={480}>
        <ThemeIcon variant="light" color="gray" size={48} radius="xl">
          <Sign size={26} aria-hidden />
        </ThemeIcon>
        <Text fw={600} ta="center">
          {title}
        </Text>
        {hint !== undefined && (
          <Text size="sm" c="dimmed" ta="center" style={{ textWrap: 'balance' }}>
            {hint}
          </Text>
        )}
        {children}
      </Stack>
    </Center>
  )
}
