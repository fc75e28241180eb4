import { Alert, Text } from '@mantine/core'
import { IconKeyOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Health } from '#api/answer'
import { lastUseQuery } from '#api/queries'
import { Moment } from '#parts/moment'
import { moment } from '#format/moments'
import { texts } from '#texts'

const { providers } = texts

interface BenchedProps extends Pick<Health, 'credentials'> {
  readonly now: number
}

/** Keys that the provider refused: which places they are of, since when and until when they rest. */
export function BenchedCredentials({ credentials, now }: BenchedProps) {
  return credentials.map(({ id, benched, deployments }) =>
    benched === null ? null : (
      <Alert key={id} color="red" variant="light" icon={<IconKeyOff aria-hidden />} role="note">
        {providers.benchedBecause(benched.class, benched.status)}{' '}
        {providers.benchedFor(deployments.join(', '), moment(benched.since, now), moment(benched.until, now))}
      </Alert>
    ),
  )
}

/** When a request was last answered by it. */
export function LastUse({ provider }: { readonly provider: string }) {
  const { data } = useQuery(lastUseQuery(provider))
  if (data === undefined) return <Text size="sm">–</Text>
  return <Text size="sm">{data === null ? providers.notLately : <Moment at={data} />}</Text>
}
