import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cutAt } from '#simulator/faults'
import type { Simulator } from '#simulator/simulator'
import { startSimulator } from '#simulator/simulator'
import { poll } from '../e2e/poll.ts'

// Builds the package, packs it, installs it somewhere else and uses it from there. The packages that it needs are those
// of this tree: nothing is fetched, and one that its manifest does not name is not found.

const ROOT = join(import.meta.dirname, '../..')
const TEXT = ['One', ' two', ' three', ' four', ' five', ' six']
const KEY = 'sk-packed-0123456789abcdef0123456789abcdef'
const exec = promisify(execFile)

interface Told {
  readonly whole: { readonly text: string; readonly fallbacks: string }
  readonly streamed: { readonly text: string; readonly ids: number; readonly finish: string }
  readonly records: readonly { readonly status: number; readonly outcomes: readonly string[] }[]
}

let folder: string
let simulators: readonly Simulator[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backstay-packed-'))
  simulators = [await startSimulator(), await startSimulator()]
  await exec(process.execPath, [join(ROOT, 'scripts/build.ts'), folder], { cwd: ROOT })
  const packed = await run('npm', ['pack', join(folder, 'gateway'), '--silent'])
  await cp(join(import.meta.dirname, 'project'), folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify(await manifest(packed.trim())))
  await run('npm', [
    'install',
    '--offline',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--no-package-lock',
  ])
}, 600_000)

afterAll(async () => {
  await Promise.all(simulators.map((simulator) => simulator.close()))
  await rm(folder, { recursive: true, force: true })
})

it('the packed engine gives an SDK failover before and in the middle of a stream, without a server', async () => {
  const [first, second] = simulators
  first?.script.next({ status: 503 }, { text: TEXT, ...cutAt({ afterTokens: 3 }) })
  second?.script.always({ text: TEXT, prefill: { does: 'continue' } })
  const env = { FIRST: first?.baseUrl ?? '', SECOND: second?.baseUrl ?? '', PROVIDER_KEY: 'provider-key' }
  const told = JSON.parse(await run(process.execPath, ['use.js'], env)) as Told
  expect(told).toEqual({
    whole: { text: TEXT.join(''), fallbacks: '1' },
    streamed: { text: TEXT.join(''), ids: 1, finish: 'stop' },
    records: [
      { status: 200, outcomes: ['failed', 'answered'] },
      { status: 200, outcomes: ['broken', 'answered'] },
    ],
  })
}, 300_000)

it('the declarations of the packed engine suit a strict project', async () => {
  await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.'])
}, 300_000)

it('the packed command runs', async () => {
  const program = join(folder, 'node_modules/@backstay/gateway/bin/backstay.js')
  await writeFile(join(folder, 'wrong.yaml'), 'modles: []\n')
  await expect(run(process.execPath, [program, 'check', 'wrong.yaml'])).rejects.toThrow('models')
}, 300_000)

it('the packed gateway serves, with its store, its admin API and its console, and has nothing to complain of', async () => {
  const [, second] = simulators
  second?.script.always({ text: TEXT })
  const config = {
    server: { port: 0 },
    store: `sqlite:${join(folder, 'packed.db')}`,
    providers: { p: { kind: 'openai-compatible', base_url: second?.baseUrl ?? '', api_key: 'provider-key' } },
    models: [{ name: 'chat', deployments: [{ provider: 'p', model: 'm' }] }],
    keys: [{ name: 'packed', key: KEY, models: ['*'] }],
  }
  await writeFile(join(folder, 'serve.yaml'), JSON.stringify(config))
  const program = join(folder, 'node_modules/@backstay/gateway/bin/backstay.js')
  const child = spawn(process.execPath, [program, 'serve', '--config', 'serve.yaml'], { cwd: folder })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  try {
    const url = await poll(() => /listening on (\S+)/.exec(said)?.[1])
    const asked = { model: 'chat', messages: [{ role: 'user', content: 'hi' }] }
    const headers = { 'authorization': `Bearer ${KEY}`, 'content-type': 'application/json' }
    const answer = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers,
      body: JSON.stringify(asked),
    })
    expect(await answer.json()).toMatchObject({ choices: [{ message: { content: TEXT.join('') } }] })
    // Whoever signs in first gets a link from the store.
    const link = await poll(() => /console\/sign-in#link=(\S+)/.exec(said)?.[1])
    expect(link.length).toBeGreaterThan(20)
    expect((await fetch(`${url}/api/openapi.json`)).status).toBe(200)
    const page = await fetch(`${url}/console`)
    expect(page.status).toBe(200)
    const script = /src="(\/console\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1]
    const code = await fetch(`${url}${script}`)
    expect([code.status, code.headers.get('content-encoding')]).toEqual([200, 'gzip'])
    expect((await code.text()).length).toBeGreaterThan(10_000)
    expect(said.split('\n').filter((line) => /"level":[456]0/.test(line))).toEqual([])
  } finally {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
}, 300_000)

/** What the package and the SDK need, from where they are. */
async function manifest(packed: string): Promise<object> {
  const here = (name: string): string => {
    const own = join(ROOT, 'gateway/node_modules', name)
    return `file:${existsSync(own) ? own : join(ROOT, 'node_modules', name)}`
  }
  const text = await readFile(join(folder, 'gateway/package.json'), 'utf8')
  const { dependencies } = JSON.parse(text) as { readonly dependencies: Readonly<Record<string, string>> }
  const needed = Object.keys(dependencies).filter((name) => name !== '@backstay/contract')
  return {
    private: true,
    type: 'module',
    dependencies: {
      '@backstay/gateway': `file:${packed}`,
      'openai': here('openai'),
      '@types/node': here('@types/node'),
    },
    overrides: Object.fromEntries(needed.map((name) => [name, here(name)])),
  }
}

async function run(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  try {
    const { stdout } = await exec(command, [...args], { cwd: folder, env: { ...process.env, ...env } })
    return stdout
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string }
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout ?? ''}\n${stderr ?? ''}`, {
      cause: error,
    })
  }
}
