import { Alert, Button, Center, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { adminToken } from '#api/admin-token'
import { ApiError } from '#api/api-error'
import { sessionQuery } from '#api/queries'
import { texts } from '#texts'
import { Brand } from './brand.tsx'

/** The way in, with the admin token. */
export function SignIn() {
  const [token, setToken] = useState('')
  const queries = useQueryClient()
  const attempt = useMutation({
    mutationFn: async () => {
      adminToken.set(token.trim())
      const session = await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
      if (session === null) {
        adminToken.clear()
        throw new Error(texts.shell.signIn.wrong)
      }
    },
  })
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder radius="md" p="xl" w="100%" maw={420}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            attempt.mutate()
          }}
        >
          <Stack>
            <Brand />
            <Title order={1} size="h3">
              {texts.shell.signIn.title}
            </Title>
            <Text size="sm" c="dimmed">
              {texts.shell.signIn.intro}
            </Text>
            <PasswordInput
              label={texts.shell.signIn.token}
              value={token}
              onChange={(event) => setToken(event.currentTarget.value)}
              autoComplete="current-password"
              required
              data-autofocus
            />
            {attempt.isError && (
              <Alert color="red" role="alert">
                {attempt.error instanceof ApiError && attempt.error.code === 'admin_api_off'
                  ? texts.shell.signIn.off
                  : attempt.error.message}
              </Alert>
            )}
            <Button type="submit" loading={attempt.isPending} disabled={token.trim() === ''}>
              {texts.shell.signIn.submit}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  )
}
