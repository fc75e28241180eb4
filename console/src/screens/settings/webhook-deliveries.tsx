import { Badge, Button, Stack, Table, Text } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Delivery, Webhook } from '#api/webhooks'
import { deliveriesQuery } from '#api/webhooks'
import { Loaded } from '#parts/loaded'
import { Moment } from '#parts/moment'
import { texts } from '#texts'

const words = texts.alerts
const COLORS = { waiting: 'orange', delivered: 'teal', given_up: 'red' } as const

/** What became of the last alerts of a webhook, when somebody asks for it. */
export function WebhookDeliveries({ webhook }: { readonly webhook: Webhook }) {
  const [shown, show] = useState(false)
  const Sign = shown ? IconChevronUp : IconChevronDown
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        size="compact-xs"
        variant="subtle"
        ml={-8}
        rightSection={<Sign size={14} aria-hidden />}
        aria-expanded={shown}
        aria-label={words.deliveriesOf(webhook.name)}
        onClick={() => show(!shown)}
      >
        {words.deliveries}
      </Button>
      {shown && <List webhook={webhook} />}
    </Stack>
  )
}

function List({ webhook }: { readonly webhook: Webhook }) {
  const deliveries = useQuery(deliveriesQuery(webhook))
  return (
    <Loaded query={deliveries}>
      {({ data }) =>
        data.length === 0 ? (
          <Text size="sm" c="dimmed">
            {words.never}
          </Text>
        ) : (
          <Table.ScrollContainer
            minWidth={760}
            w="100%"
            type="native"
            tabIndex={0}
            role="region"
            aria-label={words.deliveriesOf(webhook.name)}
          >
            <Table fz="sm" verticalSpacing="xs" withTableBorder>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.columns.time}</Table.Th>
                  <Table.Th>{words.columns.alert}</Table.Th>
                  <Table.Th>{words.columns.state}</Table.Th>
                  <Table.Th ta="end">{words.columns.tries}</Table.Th>
                  <Table.Th>{words.columns.next}</Table.Th>
                  <Table.Th>{words.columns.detail}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.map((delivery) => (
                  <Row key={delivery.id} delivery={delivery} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )
      }
    </Loaded>
  )
}

function Row({ delivery }: { readonly delivery: Delivery }) {
  const { at, kind, text, state, tries, nextTryAt, detail } = delivery
  const called = (words.kinds as Readonly<Record<string, string | undefined>>)[kind] ?? words.testKind
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <Moment at={at} />
      </Table.Td>
      <Table.Td title={text}>{called}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={COLORS[state]} tt="none" size="sm">
          {words.states[state]}
        </Badge>
      </Table.Td>
      <Table.Td ta="end">{tries}</Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        {nextTryAt === null ? '–' : <Moment at={nextTryAt} />}
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>{detail === '' ? '–' : detail}</Table.Td>
    </Table.Tr>
  )
}
