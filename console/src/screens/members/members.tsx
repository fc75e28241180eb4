import { Tabs } from '@mantine/core'
import { Page as Frame } from '#parts/page'
import { texts } from '#texts'
import { People } from './people.tsx'
import { Tokens } from './tokens.tsx'

/** Who may see and change what. */
export function Page() {
  return (
    <Frame title={texts.members.title} about={texts.members.about}>
      <Tabs defaultValue="people" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="people">{texts.members.people}</Tabs.Tab>
          <Tabs.Tab value="tokens">{texts.members.tokens}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="people" pt="md">
          <People />
        </Tabs.Panel>
        <Tabs.Panel value="tokens" pt="md">
          <Tokens />
        </Tabs.Panel>
      </Tabs>
    </Frame>
  )
}
