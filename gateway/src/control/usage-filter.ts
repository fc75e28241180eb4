import type { usageExportQuerySchema } from '@backstay/contract/admin'
import type { z } from 'zod'
import type { UsageFilter } from '#store/list-usage'
import type { WhichRecords } from '#store/which-records'

/** What a query says of the usage records that are wanted. */
type Query = Omit<z.output<typeof usageExportQuerySchema>, 'format'>

/** Members that choose records, of any query about usage. */
type Choosing = {
  readonly [Member in Exclude<keyof WhichRecords, 'organisation'>]?: WhichRecords[Member] | undefined
}

/** The same as the store is asked. */
export function whichRecords(query: Choosing, organisation: string): WhichRecords {
  const { key, model, provider, deployment, status, errorClass, failed, moved, probe } = query
  return {
    organisation,
    key: key ?? null,
    model: model ?? null,
    provider: provider ?? null,
    deployment: deployment ?? null,
    status: status ?? null,
    errorClass: errorClass ?? null,
    failed: failed ?? null,
    moved: moved ?? null,
    probe: probe ?? null,
  }
}

/** The same with its range of time; which part of the list is another matter. */
export function usageFilterOf(query: Query, organisation: string): Omit<UsageFilter, 'before' | 'limit'> {
  return { ...whichRecords(query, organisation), from: query.from ?? null, to: query.to ?? null }
}
