import type { UsageRecord } from '#api/answer'
import { answered, api } from '#api/client'
import { ORGANISATION } from '#api/organisation'
import { saveFile } from '#format/save-file'
import { csvLine } from './csv-line.ts'
import type { UsageFilter } from './usage-filter.ts'
import { queryOf } from './usage-filter.ts'

const PAGE_ROWS = 500
/** More than a sheet is read with; the command line has no such limit. */
const MAX_ROWS = 50_000

const COLUMNS: readonly (readonly [string, (record: UsageRecord) => string | number | boolean | null])[] = [
  ['id', ({ id }) => id],
  ['time', ({ at }) => new Date(at).toISOString()],
  ['status', ({ status }) => status],
  ['error_class', ({ errorClass }) => errorClass],
  ['key', ({ key }) => key],
  ['type', ({ type }) => type],
  ['requested_model', ({ requestedModel }) => requestedModel],
  ['served_model', ({ servedModel }) => servedModel],
  ['provider', ({ provider }) => provider],
  ['deployment', ({ deployment }) => deployment],
  ['attempts', ({ routing }) => routing.attempts.length],
  ['fallbacks', ({ routing }) => routing.fallbacks.join(' ')],
  ['streamed', ({ streamed }) => streamed],
  ['input_tokens', ({ tokens }) => tokens.input],
  ['output_tokens', ({ tokens }) => tokens.output],
  ['cost_usd', ({ costUsd }) => costUsd],
  ['wasted_cost_usd', ({ wastedCostUsd }) => wastedCostUsd],
  ['first_token_ms', ({ ttftMs }) => ttftMs],
  ['total_ms', ({ totalMs }) => totalMs],
]

/** Saves what the filters show as a file; `cut`: there was more than a file may have. */
export async function exportCsv(
  filter: UsageFilter,
): Promise<{ readonly rows: number; readonly cut: boolean }> {
  const query = queryOf(filter, Date.now())
  const lines = [csvLine(COLUMNS.map(([name]) => name))]
  let cursor: string | null = null
  do {
    const page: { data: UsageRecord[]; nextCursor: string | null } = await answered(
      api.GET('/api/organisations/{organisationId}/usage', {
        params: {
          path: ORGANISATION,
          query: { ...query, limit: PAGE_ROWS, ...(cursor !== null && { cursor }) },
        },
      }),
    )
    for (const record of page.data) lines.push(csvLine(COLUMNS.map(([, read]) => read(record))))
    cursor = page.nextCursor
  } while (cursor !== null && lines.length <= MAX_ROWS)
  const today = new Date().toISOString().slice(0, 10)
  saveFile(`backstay-usage-${today}.csv`, `${lines.join('\r\n')}\r\n`, 'text/csv')
  return { rows: lines.length - 1, cut: cursor !== null }
}
