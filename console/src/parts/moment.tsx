import { Text } from '@mantine/core'
import { useState } from 'react'
import { fullMoment, moment } from '#format/moments'

/** A point in time: short to read, in full on closer look. */
export function Moment({ at }: { readonly at: number }) {
  const [now] = useState(Date.now)
  return (
    <Text component="time" inherit dateTime={new Date(at).toISOString()} title={fullMoment(at)}>
      {moment(at, now)}
    </Text>
  )
}
