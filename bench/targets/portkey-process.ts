import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Program } from '../program.ts'
import { answers, freePort, runCommand, startProgram } from '../program.ts'

/** Of Portkey's gateway on npm. */
export const PORTKEY_VERSION = '1.15.2'
// With newer ones it does not stream.
const OVERRIDES = { 'hono': '4.9.7', '@hono/node-server': '1.13.5' }
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/backstay-bench/portkey')
const PACKAGE = join(CACHE, 'node_modules/@portkey-ai/gateway')

/** Portkey's gateway from npm, installed apart, on a port of its own. */
export async function startPortkey(): Promise<Program & { readonly port: number }> {
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
  return { ...program, port }
}

async function install(): Promise<void> {
  if ((await installedVersion()) === PORTKEY_VERSION) return
  console.log(`Installing Portkey's gateway ${PORTKEY_VERSION} from npm, for comparison ...`)
  await mkdir(CACHE, { recursive: true })
  const manifest = {
    private: true,
    dependencies: { '@portkey-ai/gateway': PORTKEY_VERSION },
    overrides: OVERRIDES,
  }
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
