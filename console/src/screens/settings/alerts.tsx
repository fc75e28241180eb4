import { Button, Stack } from '@mantine/core'
import { IconBellRinging, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '#api/permissions'
import type { Webhook } from '#api/webhooks'
import { webhooksQuery } from '#api/webhooks'
import { EmptyState } from '#parts/empty-state'
import { Loaded } from '#parts/loaded'
import { Page as Frame } from '#parts/page'
import { texts } from '#texts'
import { WebhookCard } from './webhook-card.tsx'
import { WebhookForm } from './webhook-form.tsx'

/** Who is told when something goes wrong. */
export function Page() {
  const webhooks = useQuery(webhooksQuery)
  const [edited, setEdited] = useState<Webhook | 'new' | null>(null)
  const may = useMay('settings:write')
  const add = may && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {texts.alerts.add}
    </Button>
  )
  return (
    <Frame title={texts.alerts.title} about={texts.alerts.about} actions={add}>
      <Loaded query={webhooks}>
        {({ data }) =>
          data.length === 0 ? (
            <EmptyState icon={IconBellRinging} title={texts.alerts.none} hint={texts.alerts.noneHint}>
              {add}
            </EmptyState>
          ) : (
            <Stack gap="md">
              {data.map((webhook) => (
                <WebhookCard key={webhook.id} webhook={webhook} onEdit={() => setEdited(webhook)} />
              ))}
            </Stack>
          )
        }
      </Loaded>
      {edited !== null && (
        <WebhookForm saved={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </Frame>
  )
}
