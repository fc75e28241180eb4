import { Button } from '@mantine/core'
import { useState } from 'react'
import type { DeploymentHealth } from '#api/answer'
import { count } from '#format/figures'
import { texts } from '#texts'
import { DeploymentRow } from './deployment-row.tsx'

/** More than these are shown when somebody asks for them. */
const FEW = 6

interface DeploymentRowsProps {
  readonly deployments: readonly DeploymentHealth[]
  readonly now: number
}

/** What is reached through a provider: what is in trouble first. */
export function DeploymentRows({ deployments, now }: DeploymentRowsProps) {
  const [all, setAll] = useState(false)
  const inTrouble = (one: DeploymentHealth): number => (one.state === 'healthy' ? 1 : 0)
  const sorted = deployments.toSorted((a, b) => inTrouble(a) - inTrouble(b))
  const rest = deployments.length - FEW
  return (
    <>
      {(all ? sorted : sorted.slice(0, FEW)).map((deployment) => (
        <DeploymentRow key={deployment.id} deployment={deployment} now={now} />
      ))}
      {rest > 0 && !all && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {texts.providers.more(count(rest))}
        </Button>
      )}
    </>
  )
}
