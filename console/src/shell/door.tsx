import { Center, Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Brand } from './brand.tsx'

interface DoorProps {
  readonly title: string
  readonly about?: string
  readonly children: ReactNode
}

/** A card in the middle of an empty page: what stands between somebody and the console. */
export function Door({ title, about, children }: DoorProps) {
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder radius="md" p="xl" w="100%" maw={440}>
        <Stack>
          <Brand />
          <Title order={1} size="h3">
            {title}
          </Title>
          {about !== undefined && (
            <Text size="sm" c="dimmed">
              {about}
            </Text>
          )}
          {children}
        </Stack>
      </Paper>
    </Center>
  )
}
