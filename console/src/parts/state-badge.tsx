import { Badge } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconHourglass,
  IconKeyOff,
  IconPlayerPause,
  IconPower,
  IconStethoscope,
} from '@tabler/icons-react'
import type { DeploymentHealth } from '#api/answer'
import { texts } from '#texts'

type State = DeploymentHealth['state']

const SIGNS = {
  healthy: { color: 'teal', icon: IconCircleCheck },
  degraded: { color: 'yellow', icon: IconAlertTriangle },
  open: { color: 'red', icon: IconCircleX },
  half_open: { color: 'orange', icon: IconStethoscope },
  cooling: { color: 'orange', icon: IconHourglass },
  benched: { color: 'red', icon: IconKeyOff },
  forced_open: { color: 'red', icon: IconCircleX },
  drained: { color: 'gray', icon: IconPlayerPause },
  disabled: { color: 'gray', icon: IconPower },
} as const satisfies Record<State, unknown>

/** The color that a state has everywhere. */
export function stateColor(state: State): string {
  return SIGNS[state].color
}

/** The state of a deployment: by color, sign and word. */
export function StateBadge({ state }: { readonly state: State }) {
  const { color, icon: Sign } = SIGNS[state]
  return (
    <Badge variant="light" color={color} tt="none" leftSection={<Sign size={12} aria-hidden />}>
      {texts.states[state]}
    </Badge>
  )
}
