import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { answers, freePort, startProgram } from '../program.ts'
import { type Kind, KINDS, type Target } from '../target.ts'
import { type Upstream, upstreamPort } from '../upstream.ts'

const ROOT = join(import.meta.dirname, '../..')
const KEY = 'sk-bench-0123456789abcdef0123456789abcdef'

/** Backstay as users start it, everything on: key check, limits, policy, ledger, breaker, records to SQLite, metrics. */
export async function backstayTarget(upstream: Upstream, folder: string): Promise<Target> {
  const port = await freePort()
  const file = join(folder, 'backstay.yaml')
  await writeFile(file, configuration(port, upstream, folder))
  const manifest = JSON.parse(await readFile(join(ROOT, 'gateway/package.json'), 'utf8')) as {
    version: string
  }
  const program = await startProgram({
    command: process.execPath,
    args: [join(ROOT, 'gateway/bin/backstay.js'), 'serve', '--config', file],
    cwd: folder,
    ready: async (output) => output.includes('listening on') && answers(`http://127.0.0.1:${port}/healthz`),
  })
  return {
    name: 'Backstay',
    version: manifest.version,
    pid: program.pid,
    port,
    path: () => '/v1/chat/completions',
    headers: () => ({ authorization: `Bearer ${KEY}` }),
    model: (kind) => `bench-${kind}`,
  }
}

// Limits that are counted but not reached. JSON is YAML.
function configuration(port: number, upstream: Upstream, folder: string): string {
  const limits = { requests_per_minute: 100_000_000, tokens_per_minute: 1_000_000_000_000 }
  const provider = (kind: Kind): object => ({
    kind: 'openai-compatible',
    base_url: `http://127.0.0.1:${upstreamPort(upstream, kind)}/${kind}/v1`,
    api_key: 'bench-upstream',
  })
  const model = (kind: Kind): object => ({
    name: `bench-${kind}`,
    price: { input: 2.5, output: 10 },
    deployments: ['one', 'two'].map((which) => ({ provider: kind, model: `bench-${which}`, ...limits })),
  })
  return JSON.stringify(
    {
      server: { host: '127.0.0.1', port },
      store: `sqlite:${join(folder, 'backstay.db')}`,
      providers: Object.fromEntries(KINDS.map((kind) => [kind, provider(kind)])),
      models: KINDS.map(model),
      keys: [{ name: 'bench', key: KEY, models: ['*'], limits: { ...limits, concurrency: 10_000 } }],
    },
    null,
    2,
  )
}
