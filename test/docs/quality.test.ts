import { readFileSync } from 'node:fs'
import { QUALITY_CHECKS } from '@backstay/contract'
import { expect, it } from 'vitest'
import { formatProblem } from '#snapshot/format-problems'
import { readConfig } from '#snapshot/read-config'

const text = readFileSync(new URL('../../docs/quality.md', import.meta.url), 'utf8')

it('the example of checked answers is a valid file', () => {
  const example = /```yaml\n([^]*?)```/u.exec(text)?.[1] ?? ''
  const models = ['gpt-4o', 'claude-sonnet', 'gpt-4o-mini'].map(
    (name) => `  - { name: ${name}, deployments: [{ provider: p, model: x }] }`,
  )
  const file = `providers: { p: { kind: openai, api_key: k } }\nkeys: [{ name: k, key: s }]\nmodels:\n${models.join('\n')}\n${example}`
  const result = readConfig(file, { env: { HOOK_SECRET: 's' }, readFile: () => '' })
  expect(result.kind === 'refused' ? result.problems.map(formatProblem) : []).toEqual([])
  expect(result.warnings.map(formatProblem)).toEqual([])
})

it('every check is told of, and no other', () => {
  const told = [...text.matchAll(/^\| `(\w+)` \|/gmu)].map(([, name = '']) => name)
  expect(told.toSorted()).toEqual([...QUALITY_CHECKS].toSorted())
})
