import { Alert, Code, Group, List, Stack, Tabs, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { changeKey } from '#api/key-changes'
import type { ApiKey } from '#api/resources'
import { keysQuery } from '#api/resources'
import { useChange } from '#api/use-change'
import { fullMoment } from '#format/moments'
import { ChangeableBy } from '#parts/changeable-by'
import { Loaded } from '#parts/loaded'
import { NotFound } from '#parts/not-found'
import { Page as Frame } from '#parts/page'
import { SourceBadge } from '#parts/source-badge'
import { texts } from '#texts'
import { KeyActions } from './key-actions.tsx'
import { KeyForm } from './key-form.tsx'
import { KeyRouting } from './key-routing.tsx'
import { KeyState } from './key-state.tsx'

/** One API key: what it may do, and its routing. */
export function Page() {
  const { id } = useParams({ strict: false }) as { readonly id?: string }
  const keys = useQuery({ ...keysQuery, refetchOnWindowFocus: false })
  return (
    <Loaded query={keys}>
      {(all) => {
        const key = all.find((one) => one.id === id || one.name === id)
        return key === undefined ? <NotFound /> : <Details key={key.id} apiKey={key} />
      }}
    </Loaded>
  )
}

function Details({ apiKey }: { readonly apiKey: ApiKey }) {
  const fixed = apiKey.source === 'file'
  return (
    <Frame
      title={apiKey.name}
      actions={
        <Group gap="xs">
          <KeyState state={apiKey.state} />
          <SourceBadge source={apiKey.source} />
          <Code>{apiKey.hint ?? '…'}</Code>
          <KeyActions apiKey={apiKey} />
        </Group>
      }
    >
      <Tabs defaultValue="routing" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="routing">{texts.keys.tabs.routing}</Tabs.Tab>
          <Tabs.Tab value="settings">{texts.keys.tabs.settings}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="routing" pt="md">
          <KeyRouting apiKey={apiKey} />
        </Tabs.Panel>
        <Tabs.Panel value="settings" pt="md">
          {fixed && (
            <Alert color="gray" variant="light" mb="md" role="note">
              {texts.resources.inFile}
            </Alert>
          )}
          <ChangeableBy permission="keys:write">
            <KeySettings apiKey={apiKey} fixed={fixed} />
          </ChangeableBy>
        </Tabs.Panel>
      </Tabs>
    </Frame>
  )
}

function KeySettings({ apiKey, fixed }: { readonly apiKey: ApiKey; readonly fixed: boolean }) {
  const save = useChange((body: Parameters<typeof changeKey>[1]) => changeKey(apiKey, body), {
    done: texts.resources.saved,
  })
  const { history } = apiKey
  return (
    <Stack gap="lg">
      <KeyForm
        key={apiKey.revision}
        saved={apiKey}
        submit={texts.resources.save}
        saving={save.isPending}
        done={save.isSuccess}
        error={save.error}
        disabled={fixed}
        onSubmit={(body) => save.mutate(body)}
      />
      {history.length > 0 && (
        <Stack gap={4}>
          <Text fw={600} size="sm">
            {texts.keys.history}
          </Text>
          <List size="sm">
            {history.map(({ hint, until }) => (
              <List.Item key={`${hint}${until}`}>
                <Code>{hint ?? '…'}</Code> {texts.keys.historyUntil(fullMoment(Date.parse(until)))}
              </List.Item>
            ))}
          </List>
        </Stack>
      )}
    </Stack>
  )
}
