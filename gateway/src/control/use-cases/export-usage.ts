import { organisationParams, usageExportQuerySchema } from '@backstay/contract/admin'
import { createRoute, z } from '@hono/zod-openapi'
import type { UsageRecord } from '#domain/record'
import { csvLine } from '#store/csv-line'
import type { UsageFilter } from '#store/list-usage'
import { rowOf, USAGE_COLUMNS } from '#store/usage-row'
import type { ControlPorts } from '../ports.ts'
import { access, ERRORS, ORGANISATION } from '../route-parts.ts'
import { usageFilterOf } from '../usage-filter.ts'
import type { UseCase } from '../use-case.ts'

/** Records of one question to the store; the answer is sent in pieces of as many. */
const PAGE = 500

const FORMATS = {
  csv: {
    type: 'text/csv; charset=utf-8; header=present',
    head: csvLine(USAGE_COLUMNS),
    line: (record: UsageRecord) => csvLine(rowOf(record)),
  },
  jsonl: {
    type: 'application/jsonl; charset=utf-8',
    head: '',
    line: (record: UsageRecord) => `${JSON.stringify(record)}\n`,
  },
} as const

/** Usage records as a file, by the filters of the list. */
export const exportUsage: UseCase = (app, ports) => {
  const text = { schema: z.string() }
  const route = createRoute({
    method: 'get',
    path: `${ORGANISATION}/usage/export`,
    summary: 'Usage records as CSV or JSON lines, newest first',
    description: 'All of them, as long as the connection holds; one that cannot be finished is cut.',
    tags: ['Usage'],
    ...access('usage:read', ports),
    request: { params: organisationParams, query: usageExportQuerySchema },
    responses: {
      200: { description: 'A file.', content: { 'text/csv': text, 'application/jsonl': text } },
      ...ERRORS,
    },
  })
  app.openapi(route, async (c) => {
    const { format, ...query } = c.req.valid('query')
    const { type, head, line } = FORMATS[format]
    const pages = pagesOf(usageFilterOf(query, c.get('actor').organisation), ports)
    // What the store refuses is answered as an error, and not as the beginning of a file.
    const first = await pages.next()
    const pieces = piecesOf(first.value ?? [], pages, { head, line })
    return c.body(ReadableStream.from(pieces).pipeThrough(new TextEncoderStream()), 200, {
      'content-type': type,
      'content-disposition': `attachment; filename="usage.${format}"`,
    })
  })
}

type Pages = AsyncGenerator<readonly UsageRecord[], undefined, void>

async function* pagesOf(filter: Omit<UsageFilter, 'before' | 'limit'>, { reader }: ControlPorts): Pages {
  let before: UsageFilter['before'] = null
  for (;;) {
    const page: readonly UsageRecord[] = await reader.ask('list-usage', { ...filter, before, limit: PAGE })
    yield page
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return undefined
    before = { at: last.at, id: last.id }
  }
}

interface Writing {
  readonly head: string
  readonly line: (record: UsageRecord) => string
}

async function* piecesOf(
  first: readonly UsageRecord[],
  pages: Pages,
  { head, line }: Writing,
): AsyncGenerator<string, void, void> {
  yield head + first.map(line).join('')
  for await (const page of pages) yield page.map(line).join('')
}
