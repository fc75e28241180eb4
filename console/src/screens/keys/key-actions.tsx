import { Button, Group, Menu, Radio, Stack, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { IconBan, IconEdit, IconRefresh } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { deleteKey, revokeKey, rotateKey } from '#api/key-changes'
import { useMay } from '#api/permissions'
import type { ApiKey } from '#api/resources'
import { useAction } from '#api/use-action'
import { ActionsMenu, DeleteItem, WhyNot } from '#parts/actions-menu'
import { confirm } from '#parts/confirm'
import { texts } from '#texts'
import { showSecret } from './shown-secret.tsx'

/** What can be done with one key. */
export function KeyActions({ apiKey }: { readonly apiKey: ApiKey }) {
  return (
    <ActionsMenu name={apiKey.name}>
      <Items apiKey={apiKey} />
    </ActionsMenu>
  )
}

function Items({ apiKey }: { readonly apiKey: ApiKey }) {
  const { id, name, source, state } = apiKey
  const revoke = useAction(() => revokeKey(apiKey), { done: texts.keys.revoked(name) })
  const remove = useAction(() => deleteKey(apiKey), { done: texts.keys.deleted(name) })
  const rotate = useAction((seconds: number) => rotateKey(apiKey, seconds), {
    onSuccess: ({ key }) => showSecret(key),
  })
  const may = useMay('keys:write')
  const fixed = source === 'file' || !may
  return (
    <>
      <Menu.Item
        component={Link}
        to={`/keys/${encodeURIComponent(id)}`}
        leftSection={<IconEdit size={16} aria-hidden />}
      >
        {texts.resources.edit}
      </Menu.Item>
      <Menu.Item
        disabled={fixed || state === 'revoked'}
        leftSection={<IconRefresh size={16} aria-hidden />}
        onClick={() => askHowLong(name, (seconds) => rotate.mutate(seconds))}
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
            onConfirm: () => revoke.mutate(undefined),
          })
        }
      >
        {texts.keys.revoke}
      </Menu.Item>
      <DeleteItem
        name={name}
        text={texts.keys.deleteText}
        disabled={fixed}
        onConfirm={() => remove.mutate(undefined)}
      />
      <WhyNot source={source} may={may} />
    </>
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
