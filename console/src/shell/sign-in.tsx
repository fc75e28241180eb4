import { Alert, Anchor, Button, Divider, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { adminToken } from '#api/admin-token'
import { answered, api } from '#api/client'
import { sessionQuery, signInMethodsQuery } from '#api/queries'
import { texts } from '#texts'
import { Door } from './door.tsx'

const words = texts.shell.signIn

/** The ways in: password, the accounts of others, the admin token. */
export function SignIn({ problem }: { readonly problem: string | undefined }) {
  const methods = useQuery(signInMethodsQuery)
  const [byToken, setByToken] = useState(false)
  return (
    <Door title={words.title} about={byToken ? words.tokenAbout : undefined}>
      {problem !== undefined && (
        <Alert color="red" role="alert">
          {problem}
        </Alert>
      )}
      {byToken ? <TokenForm /> : <PasswordForm />}
      {(methods.data?.providers ?? []).length > 0 && <Divider label={words.or} />}
      {methods.data?.providers.map(({ id, name }) => (
        <ProviderButton key={id} id={id} name={name} />
      ))}
      <Anchor component="button" type="button" size="sm" ta="left" onClick={() => setByToken(!byToken)}>
        {byToken ? words.byPassword : words.byToken}
      </Anchor>
      {!byToken && (
        <Text size="xs" c="dimmed">
          {words.lost}
        </Text>
      )}
    </Door>
  )
}

function PasswordForm() {
  const queries = useQueryClient()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const attempt = useMutation({
    mutationFn: () => answered(api.POST('/api/auth/sign-in/email', { body: { email, password } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  })
  return (
    <form onSubmit={submitting(attempt.mutate)}>
      <Stack>
        <TextInput
          label={words.email}
          type="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          autoComplete="username"
          required
        />
        <PasswordInput
          label={words.password}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          required
        />
        <Refusal error={attempt.error} />
        <Button type="submit" loading={attempt.isPending}>
          {words.submit}
        </Button>
      </Stack>
    </form>
  )
}

function TokenForm() {
  const queries = useQueryClient()
  const [token, setToken] = useState('')
  const attempt = useMutation({
    mutationFn: async () => {
      adminToken.set(token.trim())
      const session = await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
      if (session !== null) return
      adminToken.clear()
      throw new Error(words.wrong)
    },
  })
  return (
    <form onSubmit={submitting(attempt.mutate)}>
      <Stack>
        <PasswordInput
          label={words.token}
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          autoComplete="off"
          required
        />
        <Refusal error={attempt.error} />
        <Button type="submit" loading={attempt.isPending}>
          {words.submit}
        </Button>
      </Stack>
    </form>
  )
}

function ProviderButton({ id, name }: { readonly id: string; readonly name: string }) {
  const leave = useMutation({
    mutationFn: () => answered(api.POST('/api/auth/sign-in/provider', { body: { provider: id } })),
    onSuccess: ({ url }) => window.location.assign(url),
  })
  return (
    <Stack gap="xs">
      <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
        {words.with(name)}
      </Button>
      <Refusal error={leave.error} />
    </Stack>
  )
}

function Refusal({ error }: { readonly error: Error | null }) {
  if (error === null) return null
  return (
    <Alert color="red" role="alert">
      {error.message}
    </Alert>
  )
}

function submitting(submit: () => void): (event: FormEvent) => void {
  return (event) => {
    event.preventDefault()
    submit()
  }
}
