import { Badge } from '@mantine/core'
import type { ApiKey } from '#api/resources'
import { texts } from '#texts'

const COLORS = { active: 'teal', expired: 'orange', revoked: 'red' } as const

export function KeyState({ state }: { readonly state: ApiKey['state'] }) {
  return (
    <Badge variant="light" color={COLORS[state]} tt="none">
      {texts.keys.states[state]}
    </Badge>
  )
}
