import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FAILURE_CLASSES } from '#domain/failure'
import { providerCodec } from '#wire/codecs'
import type { ProviderKind } from '../provider.ts'
import { PROVIDER_KINDS, providerKind } from './index.ts'

const files = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'index.ts')
  .map((name) => basename(name, '.ts'))

describe('the registry of provider kinds', () => {
  it('has every file of the folder, and nothing else', () => {
    expect(PROVIDER_KINDS.map((kind) => kind.id).toSorted()).toEqual(files.toSorted())
  })

  it('knows no other kinds', () => {
    expect(providerKind('telepathy')).toBeNull()
  })
})

describe.each(PROVIDER_KINDS.map((kind): [string, ProviderKind] => [kind.id, kind]))(
  'the provider kind %s',
  (id, kind) => {
    it('can be looked up', () => {
      expect(providerKind(id)).toBe(kind)
    })

    it('has an https base URL without a trailing slash, one on this machine, or needs one', () => {
      expect(kind.baseUrl ?? 'https://example').toMatch(/^(https:\/\/|http:\/\/127\.0\.0\.1:)[^\s]+[^/]$/)
    })

    it('speaks dialects that somebody has written, each at a path', () => {
      expect(kind.endpoints.length).toBeGreaterThan(0)
      for (const { dialect, path } of kind.endpoints) {
        expect(providerCodec(dialect).id).toBe(dialect)
        expect(path).toMatch(/^\/.+[^/]$/)
      }
    })

    it('names its authentication header in lower case', () => {
      expect(kind.authentication.header).toBe(kind.authentication.header.toLowerCase())
    })

    it('has rules that can match, with known classes', () => {
      for (const rule of kind.errors) {
        expect(FAILURE_CLASSES).toContain(rule.class)
        expect(rule.code ?? rule.type ?? rule.param ?? rule.message ?? rule.details).toBeDefined()
      }
    })

    it('lets types and messages refine within a status only', () => {
      for (const rule of kind.errors) {
        if (rule.type !== undefined || rule.message !== undefined)
          expect(rule.status?.length).toBeGreaterThan(0)
      }
    })

    it('never makes a 4xx a server error', () => {
      for (const rule of kind.errors) {
        if (rule.class === 'server_error') expect(rule.status?.every((status) => status >= 500)).toBe(true)
      }
    })

    it('has no pattern that keeps state between uses', () => {
      for (const rule of kind.errors)
        expect(`${rule.message?.flags ?? ''}${rule.details?.flags ?? ''}`).not.toMatch(/[gy]/)
    })
  },
)

describe('a provider that copies OpenAI', () => {
  const OWN_WAYS = ['openai-compatible', 'azure-openai', 'vertex']
  const copies = PROVIDER_KINDS.filter(
    ({ id, endpoints }) =>
      endpoints.some(({ dialect }) => dialect === 'openai-chat') && !OWN_WAYS.includes(id),
  )

  it.each(copies.map(({ id }) => id))('is one file of at most 40 lines: %s', (id) => {
    const text = readFileSync(join(import.meta.dirname, `${id}.ts`), 'utf8')
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(40)
    // All that it needs of others is what all copy.
    const imported = [...text.matchAll(/from '([^']+)'/gu)].map(([, from]) => from)
    expect(imported.filter((from) => from !== '../openai-errors.ts' && from !== '../provider.ts')).toEqual([])
  })
})
