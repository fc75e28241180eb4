import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { configFileSchema } from './config-file.ts'
import { configJsonSchema } from './json-schema.ts'

const PUBLISHED = new URL('../backstay.schema.json', import.meta.url)

describe('the published JSON Schema', () => {
  it('is up to date; UPDATE_SCHEMA=1 npx vitest run contract writes it anew', () => {
    const schema = configJsonSchema()
    if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(PUBLISHED, `${JSON.stringify(schema, null, 2)}\n`)
    expect(JSON.parse(readFileSync(PUBLISHED, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)))
  })

  it('describes every section of the file and nothing else', () => {
    const schema = configJsonSchema()
    expect(Object.keys(schema['properties'] as object)).toEqual(Object.keys(configFileSchema.shape))
    expect(schema['additionalProperties']).toBe(false)
    expect(schema['required']).toBeUndefined()
  })

  it('lets numbers, truth values and closed lists be written as placeholders', () => {
    const text = JSON.stringify(configJsonSchema())
    const placeholder = '{"type":"string","pattern":"\\\\$\\\\{.+\\\\}"}'
    expect(text).toContain(`"anyOf":[{"type":"integer","minimum":0,"maximum":65535},${placeholder}]`)
    expect(text).toContain(`"anyOf":[{"type":"boolean"},${placeholder}]`)
  })
})
