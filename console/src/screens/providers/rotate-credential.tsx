import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Provider } from '#api/resources'
import { changeProvider } from '#api/settings-changes'
import { useChange } from '#api/use-change'
import { Dialog } from '#parts/dialog'
import { ErrorNote } from '#parts/error-note'
import { texts } from '#texts'

const words = texts.providers.rotation

interface RotateCredentialProps {
  readonly provider: Provider
  readonly onClose: () => void
}

/** Gives a provider another key. */
export function RotateCredential({ provider, onClose }: RotateCredentialProps) {
  const [apiKey, setApiKey] = useState('')
  const save = useChange(() => changeProvider(provider, { apiKey: apiKey.trim() }), {
    done: words.done(provider.name),
    onSuccess: onClose,
  })
  return (
    <Dialog onClose={onClose} title={words.title(provider.name)}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate(undefined)
        }}
      >
        <Stack gap="md">
          <Text size="sm">{words.text}</Text>
          <PasswordInput
            label={words.next}
            autoComplete="off"
            required
            data-autofocus
            value={apiKey}
            onChange={({ currentTarget }) => setApiKey(currentTarget.value)}
          />
          {save.error !== null && <ErrorNote error={save.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {texts.resources.cancel}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={apiKey.trim() === ''}>
              {words.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
