import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { renameOrganisation } from '#api/organisations'
import { useMay } from '#api/permissions'
import { sessionQuery } from '#api/queries'
import { useChange } from '#api/use-change'
import { ErrorNote } from '#parts/error-note'
import { useUnsavedChanges } from '#parts/unsaved-changes'
import { texts } from '#texts'

const words = texts.workspace.organisation
/** As the admin API takes it. */
const MOST = 120

interface OrganisationNameProps {
  readonly organisation: { readonly id: string; readonly name: string; readonly revision: string }
}

/** What the organisation is called, for those who may change it a field. */
export function OrganisationName({ organisation: { id, name: saved, revision } }: OrganisationNameProps) {
  const [name, setName] = useState(saved)
  const may = useMay('organisation:manage')
  const queries = useQueryClient()
  // The session tells it too, for the head of the page.
  const save = useChange(renameOrganisation, {
    done: texts.resources.saved,
    onSuccess: () => void queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  })
  const changed = name.trim() !== '' && name.trim() !== saved
  useUnsavedChanges(changed && !save.isSuccess)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (changed) save.mutate({ revision, name: name.trim() })
      }}
    >
      <Stack gap="sm" maw={360}>
        <TextInput
          label={words.name}
          value={name}
          maxLength={MOST}
          required
          disabled={!may}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed">
          {words.id(id)}
        </Text>
        {save.error !== null && <ErrorNote error={save.error} />}
        {may && (
          <Group>
            <Button type="submit" disabled={!changed} loading={save.isPending}>
              {words.rename}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}
