import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startBackstay } from '../backstay-process.ts'
import { type Kind, KINDS, type Target } from '../target.ts'
import { type Upstream, upstreamPort } from '../upstream.ts'

export const KEY = 'sk-bench-0123456789abcdef0123456789abcdef'

/** Limits that are counted but not reached. */
export const LIMITS = { requests_per_minute: 100_000_000, tokens_per_minute: 1_000_000_000_000 }

/** Everything on: key check, limits, policy, ledger, breaker, records to SQLite, metrics. */
export async function backstayTarget(upstream: Upstream, folder: string): Promise<Target> {
  const manifest = JSON.parse(
    await readFile(join(import.meta.dirname, '../../gateway/package.json'), 'utf8'),
  ) as { version: string }
  const running = await startBackstay({ folder, name: 'backstay', settings: benchSettings(upstream) })
  return { ...backstayAt(running), version: manifest.version }
}

/** A Backstay that runs already, asked with the usual key for the models of `benchSettings`. */
export function backstayAt({ pid, port }: { readonly pid: number; readonly port: number }): Target {
  return {
    name: 'Backstay',
    version: '',
    pid,
    port,
    path: () => '/v1/chat/completions',
    headers: () => ({ authorization: `Bearer ${KEY}` }),
    model: (kind) => `bench-${kind}`,
  }
}

/** What the file says in all measurements that do not need something else. */
export function benchSettings(upstream: Upstream): object {
  const provider = (kind: Kind): object => ({
    kind: 'openai-compatible',
    base_url: `http://127.0.0.1:${upstreamPort(upstream, kind)}/${kind}/v1`,
    api_key: 'bench-upstream',
  })
  const model = (kind: Kind): object => ({
    name: `bench-${kind}`,
    price: { input: 2.5, output: 10 },
    deployments: ['one', 'two'].map((which) => ({ provider: kind, model: `bench-${which}`, ...LIMITS })),
  })
  const translated = (name: string, kind: string): object => ({
    name: `bench-${name}`,
    price: { input: 2.5, output: 10 },
    deployments: [{ provider: kind, model: 'bench-one', ...LIMITS }],
  })
  const elsewhere = (kind: string, folder: string): object => ({
    kind,
    base_url: `http://127.0.0.1:${upstream.staticPort}/${folder}`,
    api_key: 'bench-upstream',
  })
  return {
    providers: {
      ...Object.fromEntries(KINDS.map((kind) => [kind, provider(kind)])),
      anthropic: elsewhere('anthropic', 'anthropic'),
      google: elsewhere('google', 'gemini'),
    },
    models: [...KINDS.map(model), translated('anthropic', 'anthropic'), translated('gemini', 'google')],
    keys: [{ name: 'bench', key: KEY, models: ['*'], limits: { ...LIMITS, concurrency: 10_000 } }],
  }
}
