import { Button, Group, PasswordInput, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { KINDS_WITHOUT_BASE_URL, PROVIDER_KINDS } from '@backstay/contract/vocabulary'
import { ApiError } from '#api/api-error'
import type { Provider } from '#api/resources'
import type { ProviderBody } from '#api/settings-changes'
import { changeProvider, createProvider } from '#api/settings-changes'
import { useChange } from '#api/use-change'
import { Dialog } from '#parts/dialog'
import { ErrorNote } from '#parts/error-note'
import { texts } from '#texts'

const { form: labels } = texts.providers

interface ProviderFormProps {
  /** `null`: a new one. */
  readonly saved: Provider | null
  readonly onClose: () => void
}

/** A provider: where it is, and the key to it. */
export function ProviderForm({ saved, onClose }: ProviderFormProps) {
  const form = useForm({
    initialValues: {
      name: saved?.name ?? '',
      kind: saved?.kind ?? 'openai',
      apiKey: saved?.apiKey ?? '',
      baseUrl: saved?.baseUrl ?? '',
      region: saved?.region ?? '',
      apiVersion: saved?.apiVersion ?? '',
    },
  })
  const save = useChange(
    async (body: ProviderBody) => {
      if (saved === null) await createProvider(body)
      else await changeProvider(saved, body)
    },
    { done: texts.providers.saved(form.values.name), onSuccess: onClose },
  )
  const field = save.error instanceof ApiError ? save.error.param : null
  const input = (member: keyof typeof form.values) => ({
    label: labels[member],
    ...form.getInputProps(member),
    error: field === member ? save.error?.message : undefined,
  })
  const needsUrl = KINDS_WITHOUT_BASE_URL.includes(form.values.kind)
  return (
    <Dialog
      onClose={onClose}
      title={saved === null ? texts.providers.addTitle : texts.providers.editTitle(saved.name)}
      size="lg"
    >
      <form onSubmit={form.onSubmit((values) => save.mutate(bodyOf(values)))}>
        <Stack gap="md">
          <TextInput {...input('name')} description={labels.nameHint} required data-autofocus />
          <Select {...input('kind')} data={[...PROVIDER_KINDS]} allowDeselect={false} searchable />
          <PasswordInput
            {...input('apiKey')}
            description={saved?.apiKey ? texts.wizard.deploy.apiKeySaved : undefined}
            autoComplete="off"
            onFocus={() => form.values.apiKey === saved?.apiKey && form.setFieldValue('apiKey', '')}
            onBlur={() => {
              if (form.values.apiKey === '' && saved?.apiKey) form.setFieldValue('apiKey', saved.apiKey)
            }}
          />
          <TextInput
            {...input('baseUrl')}
            description={needsUrl ? undefined : labels.baseUrlHint}
            placeholder="https://"
            required={needsUrl}
          />
          <TextInput {...input('region')} />
          {form.values.kind === 'azure-openai' && <TextInput {...input('apiVersion')} />}
          {save.error !== null && !(field !== null && field in form.values) && (
            <ErrorNote error={save.error} />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {texts.resources.cancel}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {texts.resources.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

function bodyOf(values: Readonly<Record<string, string>>): ProviderBody {
  const { name, kind, ...rest } = values
  const optional = Object.entries(rest).map(([member, value]) => [
    member,
    value.trim() === '' ? null : value.trim(),
  ])
  return { name: name?.trim(), kind, ...Object.fromEntries(optional) } as ProviderBody
}
