import { Button, Menu, Text } from '@mantine/core'
import { IconChevronDown, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { TemplateName } from '#texts'
import { texts } from '#texts'
import { TEMPLATES } from './chain-templates.ts'

const words = texts.chainEditor

/** Begins a chain with nothing, or with a template. */
export function AddChain() {
  return (
    <Menu position="bottom-end" width={320}>
      <Menu.Target>
        <Button
          leftSection={<IconPlus size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {words.add}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/chains/new">
          {words.empty}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{words.templatesTitle}</Menu.Label>
        {(Object.keys(TEMPLATES) as TemplateName[]).map((name) => (
          <Menu.Item key={name} component={Link} to={`/chains/new?template=${name}`}>
            {words.templates[name].title}
            <Text size="xs" c="dimmed">
              {words.templates[name].about}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
