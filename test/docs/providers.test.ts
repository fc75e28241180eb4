import { readFileSync } from 'node:fs'
import { PROVIDER_KINDS as NAMED } from '@backstay/contract'
import { expect, it } from 'vitest'
import type { ProviderKind } from '#send/provider'
import { PROVIDER_KINDS } from '#send/providers/index'

const text = readFileSync(new URL('../../docs/providers.md', import.meta.url), 'utf8')
const KINDS: readonly ProviderKind[] = PROVIDER_KINDS

/** A row of the table as the registry has it. */
function row({ id, endpoints }: ProviderKind): string {
  const chat = endpoints.filter(({ dialect }) => !/^openai-(?!chat|responses)|count$/u.test(dialect))
  const others = endpoints.filter((one) => !chat.includes(one))
  const names = (list: ProviderKind['endpoints']): string =>
    list
      .map(
        ({ dialect, onlyIfSaid }) =>
          dialect.replace(/^openai-(?!chat|responses|count)/u, '') + (onlyIfSaid ? '*' : ''),
      )
      .join(', ')
  return `| ${id} | ${names(chat)} | ${names(others) || '–'} |`
}

it('docs/providers.md has a row for every kind, with what it speaks', () => {
  const rows = [...text.matchAll(/^\| (?!kind|---)[^\n]+\|$/gmu)].map(([line]) => line)
  expect(rows).toEqual(KINDS.map(row).toSorted((a, b) => (a < b ? -1 : 1)))
})

it('the file names the kinds that there are, and no others', () => {
  expect(new Set<string>(NAMED)).toEqual(new Set(KINDS.map(({ id }) => id)))
})

it('a kind that copies OpenAI is a file of at most 40 lines', () => {
  const special = ['anthropic', 'google', 'vertex', 'bedrock', 'azure-openai', 'openai-compatible']
  for (const { id } of KINDS) {
    if (special.includes(id)) continue
    const file = new URL(`../../gateway/src/request/send/providers/${id}.ts`, import.meta.url)
    expect({ id, lines: readFileSync(file, 'utf8').split('\n').length <= 41 }).toEqual({ id, lines: true })
  }
})
