import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import { runExplain } from './explain.ts'

const folder = mkdtempSync(join(tmpdir(), 'backstay-explain-'))
afterAll(() => rmSync(folder, { recursive: true }))

const CONFIG = join(folder, 'backstay.yaml')
writeFileSync(
  CONFIG,
  `
providers: { p: { kind: openai-compatible, base_url: http://127.0.0.1:1/v1, api_key: sk-planted-secret } }
models:
  - name: first
    fallbacks: [second]
    context_window: 1000
    deployments:
      - { provider: p, model: a, priority: 2 }
      - { provider: p, model: b, priority: 1 }
      - { provider: p, model: c, enabled: false }
  - { name: second, context_window: 100000, deployments: [{ provider: p, model: d }] }
keys: [{ name: narrow, key: sk-narrow, models: [first] }]
`,
)

async function explained(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const code = await runExplain(args, { stdout, stderr })
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') }
}

describe('backstay explain', () => {
  it('lists who would be tried, in order, and who would not', async () => {
    const { code, out } = await explained('--config', CONFIG, '--model', 'first', '--json')
    const { order, skipped, source } = JSON.parse(out) as {
      order: { deployment: string }[]
      skipped: unknown
      source: unknown
    }
    expect(code).toBe(0)
    expect(order.map(({ deployment }) => deployment)).toEqual(['first/p#2', 'first/p', 'second/p'])
    expect(skipped).toEqual([expect.objectContaining({ deployment: 'first/p#3', reason: 'disabled' })])
    expect(source).toEqual({ candidates: 'model', strategy: 'model', triggers: 'model' })
  })

  it('says the same in words, and no secret', async () => {
    const { out } = await explained('--config', CONFIG, '--model', 'first', '--key', 'narrow')
    expect(out).toContain('first, asked for by narrow')
    expect(out).toContain('second: not granted to this key')
    expect(out).not.toContain('secret')
  })

  it('takes a body into account: what is too long for a model goes to the next', async () => {
    const body = join(folder, 'long.json')
    writeFileSync(
      body,
      JSON.stringify({ model: 'first', messages: [{ role: 'user', content: 'x'.repeat(8_000) }] }),
    )
    const { out } = await explained('--config', CONFIG, '--body', body)
    expect(out).toMatch(/1\. second/u)
    expect(out).toContain('context window of 1000 tokens is too small')
  })

  it('exits with 1 and the reason where a request would be refused', async () => {
    const { code, out } = await explained('--config', CONFIG, '--model', 'nobody')
    expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('model_not_found') as string })
  })

  it.each([
    [['--model', 'first'], '--config FILE is missing'],
    [['--config', CONFIG], '--model M or --body FILE is missing'],
    [['--config', CONFIG, '--model', 'first', '--key', 'nobody'], 'there are: narrow'],
    [['--config', CONFIG, '--nonsense'], '--nonsense'],
  ])('exits with 2 for %j', async (args, message) => {
    const { code, err } = await explained(...args)
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) as string })
  })

  it('exits with 1 for a file that cannot be used', async () => {
    const { code, err } = await explained('--config', join(folder, 'none.yaml'), '--model', 'first')
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining('there is no such file') as string,
    })
  })
})
