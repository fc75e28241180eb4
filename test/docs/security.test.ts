import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const DOCS = join(import.meta.dirname, '../../docs')
const page = readFileSync(join(DOCS, 'security.md'), 'utf8')
const promises = page
  .slice(page.indexOf('## What is promised'), page.indexOf('## Where providers'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| promise'))

it.each(promises)('has a test: %s', (line) => {
  const files = [...line.matchAll(/\]\(([^)]+)\)/g)].map(([, file = '']) => file)
  expect(files.length).toBeGreaterThan(0)
  expect(files.filter((file) => !existsSync(join(DOCS, file)))).toEqual([])
})

it('makes promises', () => {
  expect(promises.length).toBeGreaterThan(12)
})
