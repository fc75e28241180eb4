import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCatalogUpdate } from './catalog-update.ts'
import { runCaptured } from './run-captured.ts'

const DOCUMENT = JSON.stringify({
  openai: {
    models: {
      'gpt-4o': { name: 'GPT-4o', cost: { input: 1, output: 2 }, limit: { context: 64_000 } },
      'bad': [],
    },
  },
})

let folder = ''
let answer: RequestListener = (_, response) => response.end(DOCUMENT)
const server = createServer((request, response) => answer(request, response))
let url = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backstay-catalog-'))
  answer = (_, response) => response.end(DOCUMENT)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api.json`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true })
})

const update = (args: readonly string[], env: Record<string, string> = {}): ReturnType<typeof runCaptured> =>
  runCaptured(runCatalogUpdate, args, env)

const written = (): string => join(folder, 'backstay.catalog.json')
const asked = (): string[] => ['--config', join(folder, 'backstay.yaml'), '--url', url]

describe('backstay catalog update', () => {
  it('writes what it fetched beside the configuration, and nothing else', async () => {
    const { code, out, err } = await update(asked())
    expect([code, err]).toEqual([0, ''])
    expect(out).toBe(
      `${written()}: 1 models of 1 kinds of provider from ${url}; 1 entries were not as documented and are left out\n`,
    )
    expect(await readdir(folder)).toEqual(['backstay.catalog.json'])
    expect(JSON.parse(await readFile(written(), 'utf8'))).toMatchObject({
      version: 1,
      source: url,
      models: { openai: { 'gpt-4o': { price: { input: 1, output: 2 }, contextWindow: 64_000 } } },
    })
  })

  it('writes where it is told, and takes the address from the environment', async () => {
    const out = join(folder, 'elsewhere.json')
    const env = { BACKSTAY_CATALOG_URL: url, BACKSTAY_CATALOG: out }
    expect(await update(['--json'], env)).toMatchObject({
      code: 0,
      out: `${JSON.stringify({ path: out, source: url, models: 1, leftOut: 1 })}\n`,
    })
    expect(await readdir(folder)).toEqual(['elsewhere.json'])
  })

  it.each<readonly [string, RequestListener, string]>([
    ['a status', (_, response) => response.writeHead(503).end('{}'), 'answered with status 503'],
    ['no JSON', (_, response) => response.end('<html>'), 'is not JSON'],
    ['no catalog', (_, response) => response.end('{"openai":{"models":{}}}'), 'no model of a known provider'],
    ['a broken connection', (request) => request.socket.destroy(), 'did not answer with a catalog'],
    [
      'no end',
      (_, response) => {
        const more = (): void => {
          while (!response.destroyed && response.write(' '.repeat(1_048_576)));
        }
        response.on('drain', more)
        more()
      },
      'is larger than 32 MiB',
    ],
  ])('keeps what there was where the answer is %s', async (_, listener, why) => {
    await writeFile(written(), 'what there was')
    answer = listener
    const { code, out, err } = await update(asked())
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain(why)
    expect(await readFile(written(), 'utf8')).toBe('what there was')
    expect(await readdir(folder)).toEqual(['backstay.catalog.json'])
  })

  it('needs to know where to write, and an address of the web', async () => {
    expect(await update([])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--config FILE or --out FILE is missing') as string,
    })
    expect(await update(['--config', 'x.yaml', '--url', 'file:///etc/passwd'])).toMatchObject({ code: 2 })
    expect(await update(['--config', 'x.yaml', '--ulr', 'x'])).toMatchObject({ code: 2 })
  })

  it('says where it could not write', async () => {
    const { code, err } = await update(['--out', join(folder, 'no', 'such', 'folder.json'), '--url', url])
    expect(code).toBe(1)
    expect(err).toContain('The catalog cannot be written to')
  })
})
