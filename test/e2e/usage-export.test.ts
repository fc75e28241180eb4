import { usageRecordSchema } from '@backstay/contract/admin'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRecordWriter } from '#store/record-writer'
import { sampleRecord } from '#store/sample-record'
import { USAGE_COLUMNS } from '#store/usage-row'
import { askAdmin } from './ask-admin.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

/** More than two questions to the store. */
const RECORDS = 1_203
const START = Date.UTC(2026, 10, 1)

let backstay: Backstay
beforeAll(async () => {
  backstay = await startBackstay({ keys: [{ name: 'app', key: '${KEY}' }] }, 0)
  const writer = await openRecordWriter({ url: backstay.storeUrl, onProblem: () => undefined })
  for (let n = 0; n < RECORDS; n++) {
    const at = START + n
    writer.write(
      sampleRecord({ id: `r-${n}`, at, status: n % 3 === 0 ? 502 : 200, key: n === 7 ? '=cmd' : 'app' }),
    )
  }
  writer.write(sampleRecord({ id: 'of-others', at: START, organisation: 'others' }))
  await writer.close()
})
afterAll(() => backstay.close())

const exported = (query: string) => askAdmin(backstay, `usage/export${query}`)
const linesOf = (text: unknown): string[] => String(text).trim().split(/\r?\n/)

describe('the export of usage records', () => {
  it('is a CSV file of all of them, newest first, formulas defused', async () => {
    const { status, headers, body } = await exported('')
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8; header=present'])
    expect(headers.get('content-disposition')).toBe('attachment; filename="usage.csv"')
    const [head, ...lines] = linesOf(body)
    expect(head).toBe(USAGE_COLUMNS.join())
    const ids = lines.map((line) => line.split(',')[0])
    expect(ids).toEqual(Array.from({ length: RECORDS }, (_, n) => `r-${RECORDS - 1 - n}`))
    expect(lines.at(-8)).toContain(`,'=cmd,`)
  })

  it('is one record per line where that is asked for, by the filters of the list', async () => {
    const { headers, body } = await exported(`?format=jsonl&failed=true&from=${START + 9}&to=${START + 100}`)
    expect(headers.get('content-type')).toBe('application/jsonl; charset=utf-8')
    const records = linesOf(body).map((line) => usageRecordSchema.parse(JSON.parse(line)))
    expect(records.map(({ at }) => at - START)).toEqual(Array.from({ length: 31 }, (_, n) => 99 - 3 * n))
    expect(linesOf((await exported('?key=nobody')).body)).toHaveLength(1)
  })

  it.each(['?format=xml', '?from=5&to=1', '?status=x'])('is refused with %s', async (query) => {
    const { status, body } = await exported(query)
    expect([status, body]).toMatchObject([400, { error: { code: 'invalid_parameter' } }])
  })
})
