import { Alert, Badge, Card, Group, Select, Stack, Text, Title } from '@mantine/core'
import { IconBolt } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '#api/permissions'
import { placesOfName } from '#api/places'
import { chainsQuery } from '#api/queries'
import type { Fault, SimulatedDeployment } from '#api/simulation'
import { simulatedQuery, switchFault } from '#api/simulation'
import { useChange } from '#api/use-change'
import { ErrorNote } from '#parts/error-note'
import { Loaded } from '#parts/loaded'
import { texts } from '#texts'

const words = texts.playground.faults
const NO_FAULT = 'none'
const CHOICES = [
  { value: NO_FAULT, label: words.none },
  ...Object.entries(words.names).map(([value, label]) => ({ value, label })),
]

/** Lets simulated providers fail, so that a fallback can be seen. */
export function FaultSwitches({ model }: { readonly model: string }) {
  const simulated = useQuery(simulatedQuery)
  const { data: chains = [] } = useQuery(chainsQuery)
  return (
    <Card withBorder component="section" aria-labelledby="faults">
      <Stack gap="sm">
        <div>
          <Title order={2} size="h4" id="faults">
            {words.title}
          </Title>
          <Text size="sm" c="dimmed">
            {words.about}
          </Text>
        </div>
        <Loaded query={simulated}>
          {(all) => (
            <Switches
              all={all}
              behind={model === '' ? all : placesOfName(model, chains, all)}
              model={model}
            />
          )}
        </Loaded>
      </Stack>
    </Card>
  )
}

interface SwitchesProps {
  readonly all: readonly SimulatedDeployment[]
  readonly behind: readonly SimulatedDeployment[]
  readonly model: string
}

function Switches({ all, behind, model }: SwitchesProps) {
  const may = useMay('simulation:operate')
  const change = useChange(
    ({ place, fault }: { readonly place: SimulatedDeployment; readonly fault: Fault | null }) =>
      switchFault(place, fault),
    {
      done: ({ deployment, fault }) =>
        fault === null ? words.off(deployment) : words.on(deployment, words.names[fault]),
    },
  )
  if (all.length === 0) return <Note>{words.nothing}</Note>
  if (behind.length === 0) return <Note>{words.nothingBehind(model)}</Note>
  const elsewhere = all.filter((place) => place.fault !== null && !behind.includes(place))
  return (
    <Stack gap="sm">
      {!may && <Note>{words.mayNot}</Note>}
      {behind.map((place) => (
        <Select
          key={place.id}
          label={place.deployment}
          description={words.place(place.upstreamModel, place.provider)}
          data={CHOICES}
          value={place.fault ?? NO_FAULT}
          allowDeselect={false}
          disabled={!may || change.isPending}
          {...(place.fault !== null && { leftSection: <IconBolt size={16} aria-hidden /> })}
          onChange={(fault) => change.mutate({ place, fault: fault === NO_FAULT ? null : (fault as Fault) })}
        />
      ))}
      {elsewhere.length > 0 && (
        <Group gap={6}>
          <Text size="xs" c="dimmed">
            {words.elsewhere}
          </Text>
          {elsewhere.map(({ id, deployment }) => (
            <Badge key={id} variant="light" color="orange" tt="none" radius="sm">
              {deployment}
            </Badge>
          ))}
        </Group>
      )}
      {change.error !== null && <ErrorNote error={change.error} />}
    </Stack>
  )
}

function Note({ children }: { readonly children: string }) {
  return (
    <Alert variant="light" color="gray">
      {children}
    </Alert>
  )
}
