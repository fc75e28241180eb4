import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runExplain } from './explain.ts'
import { runCaptured } from './run-captured.ts'

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
  - name: second
    context_window: 100000
    deployments: [{ provider: p, model: d }]
    triggers: [5xx, { type: quality, checks: [not_truncated, non_empty] }, { type: cost, threshold: 0.5, to: first }]
  - name: abroad
    price: { input: 1, output: 100 }
    routing: { partition: none, affinity: prefix }
    triggers: [5xx, { type: region, allow: [eu, us] }]
    deployments:
      - { provider: p, model: e, region: eu }
      - { provider: p, model: f, region: us }
      - { provider: p, model: g, region: ap }
keys:
  - { name: narrow, key: sk-narrow, models: [first] }
  - { name: thrifty, key: sk-thrifty, limits: { budget: { usd: 5, per: day, at_limit: switch } } }
routing: { queue: { max: 10, wait_ms: 2000 } }
fallback: { chains: [{ name: quick, models: [{ model: first }, { model: second }], hedge: { after: p95 }, buffer_tokens: 9 }] }
`,
)

const explained = (...args: readonly string[]): ReturnType<typeof runCaptured> =>
  runCaptured(runExplain, args)

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
    expect(source).toMatchObject({ candidates: 'model', strategy: 'model', triggers: 'model' })
  })

  it('says the same in words, and no secret', async () => {
    const { out } = await explained('--config', CONFIG, '--model', 'first', '--key', 'narrow')
    expect(out).toContain('first, asked for by narrow')
    expect(out).toContain('second: not granted to this key')
    expect(out).not.toContain('secret')
  })

  it('tells where the request chooses places, who is passed over for it, and what it would cost', async () => {
    const body = join(folder, 'choosing.json')
    writeFileSync(
      body,
      JSON.stringify({
        model: 'abroad',
        messages: [{ role: 'user', content: 'Hello' }],
        session_id: 's',
        provider: { max_price: { prompt: 2 }, ignore: ['nobody'], colors: 1 },
        backstay: {
          triggers: ['5xx', { type: 'latency', threshold_ms: 900 }, { type: 'region', prefer: ['us', 'eu'] }],
        },
      }),
    )
    const { out, err } = await explained('--config', CONFIG, '--body', body)
    expect(err).toBe('')
    expect(out).toContain('list from file, strategy failover from file')
    expect(out).toContain('all deployments in one order (from model)')
    expect(out).toContain('sessions stay by prefix (from model)')
    expect(out).toContain('moves after 900 ms without a first token')
    expect(out).toContain('regions: prefers us, eu; allowed: eu, us')
    expect(out).toMatch(/1\. abroad: abroad\/p#2 \(p, us\), tries 1, about 0\.0\d+ USD/u)
    expect(out).toContain('abroad/p#3: is in region ap; allowed are eu, us')
    expect(out).toContain('warning: provider.colors is not acted on in this version')
    expect(out).toContain('warning: ignore: no provider here is called "nobody"')
  })

  it('says what is charged, when money decides, and who waits', async () => {
    const { out } = await explained('--config', CONFIG, '--model', 'first', '--key', 'thrifty')
    expect(out).toMatch(
      /charged to the budget of key thrifty: 0 of 5 USD this day \(switch at the limit, renews \S+ 00:00 UTC\)/u,
    )
    expect(out).toContain('waits up to 2000 ms for room, at most 10 at once')
    const second = await explained('--config', CONFIG, '--model', 'second', '--key', 'thrifty')
    expect(second.out).toContain('asks "first" first once 50 % of a budget is used')
  })

  it('says when a second deployment is asked, and what becomes of a stream that breaks', async () => {
    const chain = await explained('--config', CONFIG, '--model', 'quick')
    expect(chain.out).toContain('asks a second deployment after its usual 95th percentile, for at most 5 %')
    expect(chain.out).toContain('a stream that breaks: another deployment goes on; held back for 9 tokens')
    const { out } = await explained('--config', CONFIG, '--model', 'first')
    expect(out).not.toContain('second deployment')
    expect(out).toContain('a stream that breaks: another deployment goes on\n')
  })

  it('says what answers would be checked for', async () => {
    const { out } = await explained('--config', CONFIG, '--model', 'second')
    expect(out).toContain('answers are checked: non_empty, not_truncated')
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
    [['--config', CONFIG], '--model MODEL or --body FILE is missing'],
    [['--config', CONFIG, '--model', 'first', '--key', 'nobody'], 'there are: narrow'],
    [['--config', CONFIG, '--nonsense'], '--nonsense'],
  ])('exits with 2 for %j', async (args, message) => {
    const { code, err } = await explained(...args)
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) as string })
  })

  it.each([
    ['is not there', null, 'cannot be read: there is no such file or directory.'],
    ['is broken JSON', '{"model": ', 'does not hold JSON.'],
    ['is no object', '[]', 'does not hold a JSON object.'],
  ])('names the body that %s', async (_, content, message) => {
    const body = join(folder, 'wrong.json')
    rmSync(body, { force: true })
    if (content !== null) writeFileSync(body, content)
    expect(await explained('--config', CONFIG, '--body', body)).toEqual({
      code: 1,
      out: '',
      err: `${body} ${message}\n`,
    })
  })

  it('exits with 1 for a file that cannot be used', async () => {
    const { code, err } = await explained('--config', join(folder, 'none.yaml'), '--model', 'first')
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining('there is no such file') as string,
    })
  })
})
