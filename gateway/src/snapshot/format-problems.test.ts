import { describe, expect, it } from 'vitest'
import { formatPath } from './config-problem.ts'
import { formatProblems, problemsAsJson } from './format-problems.ts'

const unknown = {
  path: 'models[0].strateggy',
  line: 12,
  column: 5,
  message: 'unknown key',
  suggestion: 'strategy',
}
const empty = { path: '', line: 1, column: 1, message: 'the file is empty' }

describe('problems', () => {
  it('are lines with place, path, message and suggestion', () => {
    expect(formatProblems('backstay.yaml', [unknown, empty])).toEqual([
      'backstay.yaml:12:5 models[0].strateggy: unknown key; did you mean "strategy"?',
      'backstay.yaml:1:1 the file is empty',
    ])
  })

  it('are one JSON document for programs', () => {
    expect(JSON.parse(problemsAsJson({ problems: [unknown], warnings: [empty] }))).toEqual({
      valid: false,
      problems: [unknown],
      warnings: [empty],
    })
    expect(JSON.parse(problemsAsJson({ problems: [], warnings: [empty] }))).toMatchObject({ valid: true })
  })

  it('have paths in which every name is told from every other', () => {
    expect(formatPath(['models', 0, 'deployments', 1, 'provider'])).toBe('models[0].deployments[1].provider')
    expect(formatPath(['providers', 'a.b', '0', 'c'])).toBe('providers["a.b"]["0"].c')
    expect(formatPath([])).toBe('')
  })
})
