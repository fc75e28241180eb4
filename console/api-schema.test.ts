import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import openapiTS, { astToString } from 'openapi-typescript'
import { expect, it } from 'vitest'
import { startBackstay } from '../test/e2e/start-backstay.ts'

const FILE = join(import.meta.dirname, 'src/api/schema.gen.ts')
const NOTE = '// Made from /api/openapi.json: UPDATE_API=1 npx vitest run console/api-schema.test.ts\n\n'

it('the types of the client are those of the admin API (UPDATE_API=1 makes them anew)', async () => {
  await using backstay = await startBackstay({ models: [], keys: [] }, 0)
  const answer = await fetch(`${backstay.adminUrl}/api/openapi.json`)
  const document = (await answer.json()) as Parameters<typeof openapiTS>[0]
  const types = NOTE + astToString(await openapiTS(document, { alphabetize: true }))
  if (process.env['UPDATE_API'] === '1') await writeFile(FILE, types)
  expect(await readFile(FILE, 'utf8')).toBe(types)
})
