import { notifications } from '@mantine/notifications'
import type { ChangeOptions } from './use-change.ts'
import { useChange } from './use-change.ts'

/** A change that is made by one click, without a form: what went wrong is told, also when whoever clicked is no more in the page. */
export function useAction<Variables, Result>(
  change: (variables: Variables) => Promise<Result>,
  options: Omit<ChangeOptions<Variables, Result>, 'onError'> = {},
) {
  return useChange(change, {
    ...options,
    onError: ({ message }) => notifications.show({ color: 'red', message }),
  })
}
