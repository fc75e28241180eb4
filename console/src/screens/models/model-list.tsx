import { Button, Tabs, TextInput } from '@mantine/core'
import { IconPlus, IconSearch, IconStack2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '#api/permissions'
import type { Model } from '#api/resources'
import { modelsQuery } from '#api/resources'
import { EmptyState } from '#parts/empty-state'
import { Loaded } from '#parts/loaded'
import { Page as Frame } from '#parts/page'
import { texts } from '#texts'
import type { ModelTab } from './model-tabs.ts'
import { MODEL_TABS, tabOf } from './model-tabs.ts'
import { ModelTable } from './model-table.tsx'

/** All models, by type. */
export function Page() {
  const models = useQuery(modelsQuery)
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<ModelTab | null>(null)
  return (
    <Frame title={texts.models.title} about={texts.models.about} actions={<AddButton />}>
      <Loaded query={models}>
        {(data) => {
          const found = data.filter((model) => fits(model, search.trim().toLowerCase()))
          const tab = chosen ?? MODEL_TABS.find(({ id }) => found.some(({ type }) => tabOf(type) === id))?.id
          return (
            <Tabs
              value={tab ?? 'completion'}
              onChange={(value) => setChosen(value as ModelTab)}
              keepMounted={false}
            >
              <TextInput
                leftSection={<IconSearch size={16} aria-hidden />}
                placeholder={texts.models.search}
                aria-label={texts.models.search}
                value={search}
                onChange={({ currentTarget }) => setSearch(currentTarget.value)}
                maw={360}
                mb="sm"
              />
              <Tabs.List aria-label={texts.models.title}>
                {MODEL_TABS.map(({ id }) => (
                  <Tabs.Tab key={id} value={id}>
                    {tabName(id, found.filter(({ type }) => tabOf(type) === id).length)}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              {MODEL_TABS.map(({ id }) => (
                <Tabs.Panel key={id} value={id} pt="sm">
                  <OfType models={found.filter(({ type }) => tabOf(type) === id)} />
                </Tabs.Panel>
              ))}
            </Tabs>
          )
        }}
      </Loaded>
    </Frame>
  )
}

function OfType({ models }: { readonly models: readonly Model[] }) {
  if (models.length > 0) return <ModelTable models={models} />
  return (
    <EmptyState icon={IconStack2} title={texts.models.none} hint={texts.models.noneHint}>
      <AddButton />
    </EmptyState>
  )
}

/** With how many there are, if there are any. */
function tabName(id: ModelTab, models: number): string {
  return models === 0 ? texts.models.tabs[id] : `${texts.models.tabs[id]} (${models})`
}

function AddButton() {
  if (!useMay('models:write')) return null
  return (
    <Button component={Link} to="/models/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {texts.models.add}
    </Button>
  )
}

function fits({ name, aliases, deployments }: Model, text: string): boolean {
  const words = [name, ...aliases, ...deployments.flatMap(({ provider, model }) => [provider, model])]
  return words.some((word) => word.toLowerCase().includes(text))
}
