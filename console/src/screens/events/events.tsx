import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Page as Frame } from '#parts/page'
import { texts } from '#texts'
import { AuditLog } from './audit-log.tsx'
import { EventList } from './event-list.tsx'

/** What happened, and who changed what. */
export function Page() {
  const search: { readonly tab?: unknown } = useSearch({ strict: false })
  const tab = search.tab === 'audit' ? 'audit' : 'events'
  const navigate = useNavigate()
  return (
    <Frame title={texts.events.title} about={texts.events.about}>
      <Tabs
        value={tab}
        onChange={(next) => void navigate({ to: '/events', search: next === 'audit' ? { tab: next } : {} })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="events">{texts.events.tabs.events}</Tabs.Tab>
          <Tabs.Tab value="audit">{texts.events.tabs.audit}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="events">
          <EventList />
        </Tabs.Panel>
        <Tabs.Panel value="audit">
          <AuditLog />
        </Tabs.Panel>
      </Tabs>
    </Frame>
  )
}
