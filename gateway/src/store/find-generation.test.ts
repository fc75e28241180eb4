import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TestStore } from '#test-services/test-stores'
import { testStores } from '#test-services/test-stores'
import { controlDatabase } from './control-database.ts'
import { findGeneration } from './find-generation.ts'
import { sampleRecord } from './sample-record.ts'
import { openRecordWriter } from './record-writer.ts'

describe.each(await testStores())('looking for one request on $name', ({ make }) => {
  let store: TestStore
  beforeEach(async (context) => {
    if (make === null) return context.skip()
    store = await make()
    return undefined
  })
  afterEach(() => store.remove())

  it('finds it for its key in its organisation, with the last feedback, and for nobody else', async () => {
    const record = sampleRecord({ organisation: 'first', key: 'app' })
    const { id, at } = record
    const writer = await openRecordWriter({ url: store.url, onProblem: () => undefined })
    writer.write(record)
    for (const [n, score] of [0.25, 0.75].entries()) {
      const said = { at, request: id, key: 'app', deployment: 'm/p', comment: null }
      writer.rate({ ...said, id: `0199f3a2-0000-7000-8000-00000000000${n}`, score })
    }
    await writer.close()

    const database = controlDatabase(store.url)
    const find = (organisation: string, key: string) => findGeneration(database, { organisation, key, id })
    expect(await find('first', 'app')).toMatchObject({ record: { id }, feedback: { score: 0.75 } })
    expect([await find('second', 'app'), await find('first', 'other')]).toEqual([null, null])
    await database.destroy()
  })
})
