import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { answers, freePort, runCommand, startProgram } from '../program.ts'
import type { Kind, Target } from '../target.ts'
import { type Upstream, upstreamPort } from '../upstream.ts'

const VERSION = '1.15.2'
// With newer ones it does not stream.
const OVERRIDES = { 'hono': '4.9.7', '@hono/node-server': '1.13.5' }
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/backstay-bench/portkey')
const PACKAGE = join(CACHE, 'node_modules/@portkey-ai/gateway')

/** Portkey's gateway from npm, with a fallback from one target to another, both on the upstream. */
export async function portkeyTarget(upstream: Upstream): Promise<Target> {
  await install()
  const port = await freePort()
  const program = await startProgram({
    command: process.execPath,
    args: [
      '--import',
      join(import.meta.dirname, 'listen-on-loopback.ts'),
      join(PACKAGE, 'build/start-server.js'),
      `--port=${port}`,
      '--headless',
    ],
    cwd: CACHE,
    env: { NODE_ENV: 'production' },
    ready: () => answers(`http://127.0.0.1:${port}/`),
  })
  return {
    name: 'Portkey',
    version: VERSION,
    pid: program.pid,
    port,
    path: () => '/v1/chat/completions',
    headers: (kind) => ({ 'x-portkey-config': JSON.stringify(fallback(upstream, kind)) }),
    model: () => 'bench',
  }
}

function fallback(upstream: Upstream, kind: Kind): unknown {
  const port = upstreamPort(upstream, kind)
  const one = { provider: 'openai', api_key: 'bench', custom_host: `http://127.0.0.1:${port}/${kind}/v1` }
  return { strategy: { mode: 'fallback' }, targets: [one, one] }
}

async function install(): Promise<void> {
  if ((await installedVersion()) === VERSION) return
  console.log(`Installing Portkey's gateway ${VERSION} from npm, for comparison ...`)
  await mkdir(CACHE, { recursive: true })
  const manifest = { private: true, dependencies: { '@portkey-ai/gateway': VERSION }, overrides: OVERRIDES }
  await writeFile(join(CACHE, 'package.json'), JSON.stringify(manifest))
  await runCommand(
    'npm',
    ['install', '--prefix', CACHE, '--ignore-scripts', '--no-audit', '--no-fund'],
    CACHE,
  )
}

async function installedVersion(): Promise<string | null> {
  try {
    const manifest = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8')) as { version: string }
    return manifest.version
  } catch {
    return null
  }
}
