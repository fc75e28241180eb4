import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Page as Frame } from '#parts/page'
import { texts } from '#texts'
import { AuditLog } from './audit-log.tsx'
import { EventList } from './event-list.tsx'
import { VersionList } from './version-list.tsx'

const TABS = ['events', 'versions', 'audit'] as const

/** What happened, and who changed what. */
export function Page() {
  const search: { readonly tab?: unknown } = useSearch({ strict: false })
  const tab = TABS.find((one) => one === search.tab) ?? 'events'
  const navigate = useNavigate()
  return (
    <Frame title={texts.events.title} about={texts.events.about}>
      <Tabs
        value={tab}
        onChange={(next) => void navigate({ to: '/events', search: next === 'events' ? {} : { tab: next } })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {texts.events.tabs[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="events">
          <EventList />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <VersionList />
        </Tabs.Panel>
        <Tabs.Panel value="audit">
          <AuditLog />
        </Tabs.Panel>
      </Tabs>
    </Frame>
  )
}
