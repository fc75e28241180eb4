import { Select } from '@mantine/core'
import { KINDS_WITHOUT_BASE_URL, PROVIDER_KINDS } from '@backstay/contract/vocabulary'
import { useQuery } from '@tanstack/react-query'
import { providersQuery } from '#api/resources'
import { texts } from '#texts'
import { providerOf } from './model-draft.ts'

const { deploy } = texts.wizard

interface ProviderChoiceProps {
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (value: string) => void
}

/** A configured provider, or a new one of some kind. */
export function ProviderChoice({ value, error, onChange }: ProviderChoiceProps) {
  const providers = useQuery(providersQuery)
  const groups = [
    {
      group: deploy.existing,
      items: (providers.data ?? []).map(({ name }) => ({ value: `name:${name}`, label: name })),
    },
    { group: deploy.kinds, items: PROVIDER_KINDS.map((kind) => ({ value: `kind:${kind}`, label: kind })) },
  ]
  return (
    <Select
      label={deploy.provider}
      data={groups.filter(({ items }) => items.length > 0)}
      value={value === '' ? null : value}
      error={error}
      onChange={(chosen) => chosen !== null && onChange(chosen)}
      allowDeselect={false}
      searchable
      required
    />
  )
}

interface Fields {
  readonly baseUrlNeeded: boolean
  readonly apiVersion: boolean
  readonly keyHint: string | undefined
}

/** Which fields a card has, by its provider: a configured one knows its own address and version. */
export function fieldsOf(provider: string): Fields {
  const [source, name] = providerOf(provider)
  if (source === 'name') return { baseUrlNeeded: false, apiVersion: false, keyHint: deploy.apiKeyOfProvider }
  return {
    baseUrlNeeded: KINDS_WITHOUT_BASE_URL.includes(name),
    apiVersion: name === 'azure-openai',
    keyHint: undefined,
  }
}
