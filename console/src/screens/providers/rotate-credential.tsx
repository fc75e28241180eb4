import { PasswordInput, Text } from '@mantine/core'
import { useState } from 'react'
import type { Provider } from '#api/resources'
import { changeProvider } from '#api/settings-changes'
import { useChange } from '#api/use-change'
import { FormDialog } from '#parts/form-dialog'
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
    <FormDialog
      title={words.title(provider.name)}
      submit={words.action}
      ready={apiKey.trim() !== ''}
      change={save}
      onSubmit={() => save.mutate(undefined)}
      onClose={onClose}
    >
      <Text size="sm">{words.text}</Text>
      <PasswordInput
        label={words.next}
        autoComplete="off"
        required
        data-autofocus
        value={apiKey}
        onChange={({ currentTarget }) => setApiKey(currentTarget.value)}
      />
    </FormDialog>
  )
}
