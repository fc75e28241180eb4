import type { usageExportQuerySchema } from '@backstay/contract/admin'
import type { z } from 'zod'
import type { UsageFilter } from '#store/list-usage'

/** What a query says of the usage records that are wanted. */
type Query = Omit<z.output<typeof usageExportQuerySchema>, 'format'>

/** The same as the store is asked; which part of the list is another matter. */
export function usageFilterOf(query: Query, organisation: string): Omit<UsageFilter, 'before' | 'limit'> {
  return {
    organisation,
    from: query.from ?? null,
    to: query.to ?? null,
    key: query.key ?? null,
    model: query.model ?? null,
    provider: query.provider ?? null,
    deployment: query.deployment ?? null,
    status: query.status ?? null,
    errorClass: query.errorClass ?? null,
    failed: query.failed ?? null,
    moved: query.moved ?? null,
    probe: query.probe ?? null,
  }
}
