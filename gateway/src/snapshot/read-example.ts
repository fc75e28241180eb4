import { formatProblems } from './format-problems.ts'
import type { ReadConfig } from './read-config.ts'
import { readConfig } from './read-config.ts'

const ENV = {
  OPENAI_API_KEY: 'sk-very-secret',
  KEY: 'bs-very-secret',
  NAME: 'very-secret-name',
  PORT: '9090',
  YES: 'true',
}

/** For tests: reads a text, with a few variables set and no file to be had. */
export function readExample(text: string): ReadConfig {
  return readConfig(text, {
    env: ENV,
    readFile: () => {
      throw Object.assign(new Error('no'), { code: 'ENOENT' })
    },
  })
}

/** For tests: lines as users see them, without the name of the file. */
export function problemsOf(text: string): string[] {
  const result = readExample(text)
  return result.kind === 'valid' ? [] : formatProblems('f', result.problems).map((line) => line.slice(2))
}

/** The beginning of a file: where it calls. */
export const PROVIDERS = `providers:
  openai: { kind: openai, api_key: \${OPENAI_API_KEY} }
`
/** The beginning of a file: where it calls, and two models. */
export const MODELS = `${PROVIDERS}models:
  - name: gpt-4o
    deployments: [{ provider: openai, model: gpt-4o }]
  - name: claude
    aliases: [sonnet]
    deployments: [{ provider: openai, model: claude }]
`
