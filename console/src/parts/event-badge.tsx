import { Badge } from '@mantine/core'
import type { LoggedEvent } from '#api/answer'
import { texts } from '#texts'

const COLORS: Readonly<Record<LoggedEvent['kind'], string>> = {
  'breaker-opened': 'red',
  'breaker-half-opened': 'orange',
  'breaker-closed': 'teal',
  'credential-restored': 'teal',
  'deployment-cooling': 'orange',
  'credential-benched': 'red',
  'deployment-drained': 'gray',
  'deployment-forced-open': 'gray',
  'deployment-released': 'teal',
  'deployment-reset': 'blue',
  'request-moved': 'violet',
  'budget-threshold': 'yellow',
  'config-loaded': 'blue',
  'config-refused': 'red',
  'store-failing': 'red',
  'store-recovered': 'teal',
  'records-dropped': 'red',
  'shared-state-lost': 'red',
  'shared-state-restored': 'teal',
}

/** What kind of event it was. */
export function EventBadge({ kind }: { readonly kind: LoggedEvent['kind'] }) {
  return (
    <Badge variant="light" color={COLORS[kind]} tt="none" radius="sm">
      {texts.events.kinds[kind]}
    </Badge>
  )
}
