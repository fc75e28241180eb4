import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contentHash } from './content-hash.ts'

const ROOT = join(import.meta.dirname, '../../..')

describe('the name of a built console', () => {
  it('is the same however its folder is written: an image builds it for the gateway in it', async () => {
    const dockerfile = readFileSync(join(ROOT, 'deploy/Dockerfile'), 'utf8')
    const [, folder = ''] = /contentHash\('\/backstay\/(\w+)'\)/.exec(dockerfile) ?? []
    expect(folder).toBe('console')
    const plain = await contentHash(join(ROOT, folder))
    expect(await contentHash(`${join(ROOT, folder)}/`)).toBe(plain)
    expect(await contentHash(join(ROOT, 'contract/../console'))).toBe(plain)
  })
})
