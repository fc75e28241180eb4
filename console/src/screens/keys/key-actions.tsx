import { ActionIcon, Button, Group, Menu, Radio, Stack, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { notifications } from '@mantine/notifications'
import { IconBan, IconDots, IconEdit, IconRefresh, IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { deleteKey, revokeKey, rotateKey } from '#api/key-changes'
import { useMay } from '#api/permissions'
import type { ApiKey } from '#api/resources'
import { useChange } from '#api/use-change'
import { confirm } from '#parts/confirm'
import { texts } from '#texts'
import { showSecret } from './shown-secret.tsx'

const onError = (error: Error): void => {
  notifications.show({ color: 'red', message: error.message })
}

/** What can be done with one key. */
export function KeyActions({ apiKey }: { readonly apiKey: ApiKey }) {
  const { name, source, state } = apiKey
  const revoke = useChange(() => revokeKey(apiKey), { done: texts.keys.revoked(name) })
  const remove = useChange(() => deleteKey(apiKey), { done: texts.keys.deleted(name) })
  const rotate = useChange((seconds: number) => rotateKey(apiKey, seconds), {
    onSuccess: ({ key }) => showSecret(key),
  })
  const may = useMay('keys:write')
  const isDeclared = source === 'file'
  const fixed = isDeclared || !may
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={texts.resources.actions(name)}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component={Link}
          to={`/keys/${encodeURIComponent(apiKey.id)}`}
          leftSection={<IconEdit size={16} aria-hidden />}
        >
          {texts.resources.edit}
        </Menu.Item>
        <Menu.Item
          disabled={fixed || state === 'revoked'}
          leftSection={<IconRefresh size={16} aria-hidden />}
          onClick={() => askHowLong(name, (seconds) => rotate.mutate(seconds, { onError }))}
        >
          {texts.keys.rotate}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          color="red"
          disabled={fixed || state === 'revoked'}
          leftSection={<IconBan size={16} aria-hidden />}
          onClick={() =>
            confirm({
              title: texts.keys.revokeTitle(name),
              text: texts.keys.revokeText,
              action: texts.keys.revoke,
              onConfirm: () => revoke.mutate(undefined, { onError }),
            })
          }
        >
          {texts.keys.revoke}
        </Menu.Item>
        <Menu.Item
          color="red"
          disabled={fixed}
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() =>
            confirm({
              title: texts.resources.deleteTitle(name),
              text: texts.keys.deleteText,
              action: texts.resources.delete,
              onConfirm: () => remove.mutate(undefined, { onError }),
            })
          }
        >
          {texts.resources.delete}
        </Menu.Item>
        {fixed && (
          <Menu.Label maw={240}>{isDeclared ? texts.resources.inFile : texts.resources.notYours}</Menu.Label>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

const GRACE_SECONDS = { now: 0, hour: 3_600, day: 86_400, week: 604_800 } as const
type Grace = keyof typeof GRACE_SECONDS
const GRACES = Object.keys(GRACE_SECONDS) as Grace[]

function askHowLong(name: string, onChosen: (seconds: number) => void): void {
  const id = modals.open({
    title: texts.keys.rotateTitle(name),
    children: (
      <HowLong
        onCancel={() => modals.close(id)}
        onChosen={(grace) => {
          modals.close(id)
          onChosen(GRACE_SECONDS[grace])
        }}
      />
    ),
  })
}

interface HowLongProps {
  readonly onChosen: (grace: Grace) => void
  readonly onCancel: () => void
}

function HowLong({ onChosen, onCancel }: HowLongProps) {
  const [grace, setGrace] = useState<Grace>('day')
  return (
    <Stack gap="md">
      <Text size="sm">{texts.keys.rotateText}</Text>
      <Radio.Group value={grace} onChange={(value) => setGrace(value)} aria-label={texts.keys.rotateText}>
        <Stack gap="xs">
          {GRACES.map((one) => (
            <Radio key={one} value={one} label={texts.keys.graces[one]} />
          ))}
        </Stack>
      </Radio.Group>
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {texts.resources.cancel}
        </Button>
        <Button onClick={() => onChosen(grace)}>{texts.keys.rotate}</Button>
      </Group>
    </Stack>
  )
}
