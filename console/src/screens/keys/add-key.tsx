import { useNavigate } from '@tanstack/react-router'
import { createKey } from '#api/key-changes'
import { useChange } from '#api/use-change'
import { ChangeableBy } from '#parts/changeable-by'
import { Page as Frame } from '#parts/page'
import { texts } from '#texts'
import { KeyForm } from './key-form.tsx'
import { showSecret } from './shown-secret.tsx'

/** A new API key: its secret is shown once. */
export function Page() {
  const navigate = useNavigate()
  const create = useChange(createKey, {
    onSuccess: ({ key, id }) =>
      showSecret(key, () => void navigate({ to: `/keys/${encodeURIComponent(id)}` })),
  })
  return (
    <Frame title={texts.keys.create}>
      <ChangeableBy permission="keys:write">
        <KeyForm
          saved={null}
          submit={texts.keys.create}
          saving={create.isPending}
          done={create.isSuccess}
          error={create.error}
          onSubmit={(body) => create.mutate(body)}
        />
      </ChangeableBy>
    </Frame>
  )
}
