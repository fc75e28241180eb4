import { Alert, Button, Code, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { ApiError } from '#api/api-error'
import { texts } from '#texts'

/** What went wrong, where, and a way to try again. */
export function ErrorNote({ error, onRetry }: { readonly error: Error; readonly onRetry?: () => void }) {
  const title =
    error instanceof ApiError || error instanceof TypeError ? texts.shell.failed : texts.shell.crashed
  return (
    <Alert color="red" title={title} icon={<IconAlertTriangle aria-hidden />} role="alert" m="md">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{error.message}</Text>
        {error instanceof ApiError && (
          <Text size="xs" c="dimmed">
            <Code>{error.code}</Code> {error.param !== null && <Code>{error.param}</Code>} {error.status}
          </Text>
        )}
        {onRetry !== undefined && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {texts.shell.again}
          </Button>
        )}
      </Stack>
    </Alert>
  )
}
