import { Text } from '@mantine/core'
import { dayOf, fullMoment } from '#format/moments'

/** A day; the time on closer look. */
export function Day({ at }: { readonly at: number }) {
  return (
    <Text component="time" inherit dateTime={new Date(at).toISOString()} title={fullMoment(at)}>
      {dayOf(at)}
    </Text>
  )
}
