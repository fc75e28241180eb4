import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Session } from '#api/answer'
import { sessionQuery } from '#api/queries'
import { MIN_PASSWORD_LENGTH, setPassword } from '#api/set-password'
import { texts } from '#texts'
import { Door } from './door.tsx'

const words = texts.shell.firstPassword

interface FirstPasswordProps {
  readonly session: Session
  readonly onLater: () => void
}

/** For those who came by a one-time link: with an address and a password they can come back. */
export function FirstPassword({ session, onLater }: FirstPasswordProps) {
  const queries = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: session.email ?? '', name: session.name, password: '' },
    validate: {
      email: (value) => (value.includes('@') ? null : words.emailNeeded),
      password: (value) => (value.length >= MIN_PASSWORD_LENGTH ? null : words.tooShort(MIN_PASSWORD_LENGTH)),
    },
  })
  const save = useMutation({
    mutationFn: ({ email, name, password }: { email: string; name: string; password: string }) =>
      setPassword({
        newPassword: password,
        ...(name.trim() !== '' && { name: name.trim() }),
        ...(session.email === null && { email }),
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  })
  return (
    <Door title={words.title} about={words.about}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack>
          <TextInput
            label={texts.shell.signIn.email}
            autoComplete="username"
            disabled={session.email !== null}
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <TextInput
            label={words.name}
            autoComplete="name"
            key={form.key('name')}
            {...form.getInputProps('name')}
          />
          <PasswordInput
            label={texts.shell.signIn.password}
            description={words.tooShort(MIN_PASSWORD_LENGTH)}
            autoComplete="new-password"
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          {save.isError && (
            <Alert color="red" role="alert">
              {save.error.message}
            </Alert>
          )}
          <Button type="submit" loading={save.isPending}>
            {words.save}
          </Button>
          <Button variant="subtle" onClick={onLater}>
            {words.later}
          </Button>
        </Stack>
      </form>
    </Door>
  )
}
