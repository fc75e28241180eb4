import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConsoleBuild } from './console-build.ts'
import { consolePages } from './console-pages.ts'
import { contentHash } from './content-hash.ts'

/** Stands in for the real one: makes what a build has. */
const BUILD = `
import { mkdirSync, writeFileSync } from 'node:fs'
const folder = process.argv[2]
mkdirSync(folder + '/assets', { recursive: true })
writeFileSync(folder + '/index.html', '<script nonce="{{nonce}}" src="/console/assets/a.js"></script>')
writeFileSync(folder + '/assets/a.js', 'plain')
writeFileSync(folder + '/assets/a.js.gz', ${JSON.stringify([...gzipSync('packed')])}.reduce((all, byte) => Buffer.concat([all, Buffer.from([byte])]), Buffer.alloc(0)))
process.channel.unref()
`

let folder: string
let url: string
let close: () => Promise<void>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backstay-console-'))
  await mkdir(join(folder, 'src'))
  await writeFile(join(folder, 'src/main.tsx'), 'one')
  await writeFile(join(folder, 'build.ts'), BUILD)
  const build = new ConsoleBuild(folder)
  const pages = consolePages(build)
  const server = createServer((request, response) => {
    if (!pages(request, response)) response.writeHead(404).end('not ours')
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = async () => {
    build.close()
    await new Promise((resolve) => {
      server.close(resolve)
    })
    await rm(folder, { recursive: true, force: true })
  }
})

afterEach(() => close())

async function built(path = '/console'): Promise<Response> {
  for (;;) {
    const response = await fetch(`${url}${path}`)
    if (response.status !== 503) return response
    expect(response.headers.get('retry-after')).toBe('2')
    expect(await response.text()).toContain('http-equiv="refresh"')
  }
}

describe('the console', () => {
  it('is built when somebody asks for it, and says so until then', async () => {
    const [first, second] = await Promise.all([fetch(`${url}/console`), fetch(`${url}/console`)])
    expect([first.status, second.status]).toEqual([503, 503])
    expect((await built()).status).toBe(200)
    const made = await readdir(join(folder, 'dist'))
    expect(made.filter((name) => !name.includes('.'))).toEqual([await contentHash(folder)])
  })

  it('is one page at every path below, with a nonce of its own and no inline script', async () => {
    const pages = [await built(), await built('/console/usage/a.b?c=d')]
    const nonces = await Promise.all(
      pages.map(async (page) => {
        const policy = page.headers.get('content-security-policy') ?? ''
        const nonce = /'nonce-([^']+)'/u.exec(policy)?.[1] ?? 'none'
        expect(policy).toContain("script-src 'self';")
        expect(policy).not.toContain('unsafe')
        expect(page.headers.get('cache-control')).toBe('no-store')
        expect(await page.text()).toBe(`<script nonce="${nonce}" src="/console/assets/a.js"></script>`)
        return nonce
      }),
    )
    expect(new Set(nonces).size).toBe(2)
  })

  it('has assets that are kept for ever, compressed for those who take it', async () => {
    await built()
    const packed = await fetch(`${url}/console/assets/a.js`, { headers: { 'accept-encoding': 'gzip, br' } })
    expect(packed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(packed.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(packed.headers.get('vary')).toBe('accept-encoding')
    expect(await packed.text()).toBe('packed')
    const plain = await fetch(`${url}/console/assets/a.js`, { headers: { 'accept-encoding': 'gzip;q=0' } })
    expect(await plain.text()).toBe('plain')
  })

  it('gives nothing that the build did not make', async () => {
    await built()
    for (const path of [
      '/assets/none.js',
      '/assets/..%2f..%2fbuild.ts',
      '/assets/../../build.ts',
      '/assets/a.js.gz',
    ]) {
      const response = await fetch(`${url}/console${path}`)
      expect([path, response.status === 200 && (await response.text()).includes('import')]).toEqual([
        path,
        false,
      ])
    }
    expect((await fetch(`${url}/other`)).status).toBe(404)
    expect((await fetch(`${url}/console`, { method: 'POST' })).status).toBe(404)
    expect((await fetch(`${url}/`, { redirect: 'manual' })).headers.get('location')).toBe('/console')
  })

  it('says what is wrong where it cannot be built, and tries again', async () => {
    await writeFile(join(folder, 'build.ts'), 'throw new Error("no <vite> here")')
    const failed = await built()
    expect(failed.status).toBe(500)
    expect(await failed.text()).toContain('no &lt;vite> here')
    await writeFile(join(folder, 'build.ts'), BUILD)
    expect((await built()).status).toBe(200)
  })

  it('is another one when anything of it changes', async () => {
    const before = await contentHash(folder)
    expect(await contentHash(folder)).toBe(before)
    await writeFile(join(folder, 'src/main.tsx'), 'two')
    expect(await contentHash(folder)).not.toBe(before)
  })
})
