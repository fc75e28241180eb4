import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'

/** What follows a change. */
export interface ChangeOptions<Variables, Result> {
  /** What is told when it is done. */
  readonly done?: string | ((result: Result) => string)
  readonly onSuccess?: (result: Result, variables: Variables) => void
  readonly onError?: (error: Error) => void
}

/** A change over the admin API: everything that is shown is asked again after it; what went wrong is left to show. */
export function useChange<Variables, Result>(
  change: (variables: Variables) => Promise<Result>,
  { done, onSuccess, onError }: ChangeOptions<Variables, Result> = {},
) {
  const queries = useQueryClient()
  return useMutation<Result, Error, Variables>({
    mutationFn: change,
    ...(onError !== undefined && { onError }),
    onSuccess: async (result, variables) => {
      if (done !== undefined) {
        notifications.show({ color: 'teal', message: typeof done === 'string' ? done : done(result) })
      }
      onSuccess?.(result, variables)
      await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
    },
  })
}
