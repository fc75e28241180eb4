import { Badge, Button, Card, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconEdit, IconSend, IconTrash } from '@tabler/icons-react'
import { useMay } from '#api/permissions'
import { useAction } from '#api/use-action'
import type { Webhook } from '#api/webhooks'
import { deleteWebhook, tryWebhook } from '#api/webhooks'
import { percent } from '#format/figures'
import { confirm } from '#parts/confirm'
import { Moment } from '#parts/moment'
import { texts } from '#texts'
import { WebhookDeliveries } from './webhook-deliveries.tsx'

const words = texts.alerts
const ALL = Object.keys(words.kinds).length

interface WebhookCardProps {
  readonly webhook: Webhook
  readonly onEdit: () => void
}

/** One place that alerts are posted to, and what became of the last one. */
export function WebhookCard({ webhook, onEdit }: WebhookCardProps) {
  const { name, url, alerts, enabled, fallbackShare } = webhook
  const may = useMay('settings:write')
  return (
    <Card withBorder component="section" aria-label={name}>
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <Text fw={600}>{name}</Text>
            {!enabled && (
              <Badge variant="light" color="gray" tt="none">
                {words.off}
              </Badge>
            )}
          </Group>
          {may && <Actions webhook={webhook} onEdit={onEdit} />}
        </Group>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {url}
        </Text>
        <Text size="sm" c="dimmed" title={alerts.map((kind) => words.kinds[kind]).join('; ')}>
          {alerts.length === ALL ? words.all : words.someOf(alerts.length, ALL)}
          {alerts.includes('fallback-share') && ` · ${words.share} ${percent(fallbackShare)}`}
        </Text>
        <LastDelivery webhook={webhook} />
        {webhook.lastDelivery !== null && <WebhookDeliveries webhook={webhook} />}
      </Stack>
    </Card>
  )
}

function Actions({ webhook, onEdit }: WebhookCardProps) {
  const { name } = webhook
  const test = useAction(() => tryWebhook(webhook), {
    onSuccess: ({ delivered, detail }) =>
      notifications.show(
        delivered
          ? { color: 'teal', message: words.tested }
          : { color: 'red', message: words.testFailed(detail) },
      ),
  })
  const remove = useAction(() => deleteWebhook(webhook), { done: words.deleted(name) })
  return (
    <Group gap="xs">
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconSend size={14} aria-hidden />}
        loading={test.isPending}
        aria-label={words.testOf(name)}
        onClick={() => test.mutate(undefined)}
      >
        {words.test}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconEdit size={14} aria-hidden />}
        aria-label={words.editTitle(name)}
        onClick={onEdit}
      >
        {texts.resources.edit}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        color="red"
        leftSection={<IconTrash size={14} aria-hidden />}
        aria-label={`${texts.resources.delete} ${name}`}
        onClick={() =>
          confirm({
            title: texts.resources.deleteTitle(name),
            text: words.deleteText,
            action: texts.resources.delete,
            onConfirm: () => remove.mutate(undefined),
          })
        }
      >
        {texts.resources.delete}
      </Button>
    </Group>
  )
}

function LastDelivery({ webhook: { lastDelivery } }: Pick<WebhookCardProps, 'webhook'>) {
  if (lastDelivery === null) {
    return (
      <Text size="xs" c="dimmed">
        {words.never}
      </Text>
    )
  }
  const { at, delivered, detail } = lastDelivery
  return (
    <Group gap="xs">
      <Text size="xs" c="dimmed">
        {words.last} <Moment at={at} />
      </Text>
      <Badge variant="light" color={delivered ? 'teal' : 'red'} tt="none" size="sm">
        {delivered ? words.delivered : words.notDelivered}
      </Badge>
      {detail !== '' && <Text size="xs">{detail}</Text>}
    </Group>
  )
}
