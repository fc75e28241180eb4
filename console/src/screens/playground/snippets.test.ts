import { expect, it } from 'vitest'
import { curlOf, pythonOf, typescriptOf } from './snippets.ts'

const question = { key: 'sk-secret', model: 'gpt-4o', message: `It's "quoted"`, stream: false }
const origin = 'http://127.0.0.1:8080'

it('snippets hold the question, quoted for their language, and never the key', () => {
  for (const snippet of [curlOf, pythonOf, typescriptOf]) {
    for (const stream of [false, true]) {
      const text = snippet({ ...question, stream }, origin)
      expect(text).toContain(`${origin}/v1`)
      expect(text).toContain('gpt-4o')
      expect(text).not.toContain('sk-secret')
    }
  }
  expect(curlOf(question, origin)).toContain(String.raw`It'\''s`)
  expect(pythonOf(question, origin)).toContain(String.raw`"It's \"quoted\""`)
})
