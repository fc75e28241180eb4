import { once } from 'node:events'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { UsageRecord } from '#domain/record'
import type { Simulator } from '#simulator/simulator'
import { startSimulator } from '#simulator/simulator'
import { readUsage } from '#store/usage-reader'
import { answers, freePort, type Program, startProgram } from '../../program.ts'

const ROOT = join(import.meta.dirname, '../../..')
/** What opens the gateway here. */
export const KEY = 'bs-chaos-0123456789'

/** A gateway as users start it, in a process of its own; providers and clients are in this one. */
export interface World {
  readonly folder: string
  readonly url: string
  readonly gateway: Program
  readonly storeUrl: string
  readonly simulators: readonly [Simulator, Simulator]
  /** Ends whatever gateway there is and starts one on the same files. */
  restart(): Promise<World>
  /** Writes another file, as editors do. */
  configure(more: object): Promise<void>
  /** All records, once the gateway has ended or between its batches. */
  records(): Promise<readonly UsageRecord[]>
  /** Resolves with the exit code, `null` after a signal. */
  ended(): Promise<number | null>
  close(): Promise<void>
}

export interface WorldOptions {
  /** Added to the configuration. */
  readonly more?: object
  /** Base URL of the first deployment, instead of a simulator. */
  readonly firstUrl?: string
  readonly env?: Readonly<Record<string, string>>
  /** Where the store is, instead of in the folder. */
  readonly storeFolder?: string
  /** Added to the command. */
  readonly args?: readonly string[]
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'backstay-chaos-'))
  const simulators = [
    await startSimulator({ keepRequests: 0 }),
    await startSimulator({ keepRequests: 0 }),
  ] as const
  const storeUrl = `sqlite:${join(options.storeFolder ?? folder, 'backstay.db')}`
  const configure = async (more: object): Promise<void> => {
    const [first, second] = simulators
    const settings = configuration([options.firstUrl ?? first.baseUrl, second.baseUrl])
    await writeFile(
      join(folder, 'new'),
      JSON.stringify({ store: storeUrl, ...settings, ...options.more, ...more }),
    )
    await rename(join(folder, 'new'), join(folder, 'backstay.yaml'))
  }
  await configure({})
  const start = async (): Promise<World> => {
    const port = await freePort()
    const gateway = await startProgram({
      command: process.execPath,
      args: [
        join(ROOT, 'gateway/bin/backstay.js'),
        'serve',
        '--config',
        'backstay.yaml',
        '--port',
        String(port),
        ...(options.args ?? []),
      ],
      cwd: folder,
      env: { ...options.env },
      ready: async (output) => output.includes('listening on') && answers(`http://127.0.0.1:${port}/healthz`),
    })
    return {
      folder,
      url: `http://127.0.0.1:${port}`,
      gateway,
      storeUrl,
      simulators,
      configure,
      restart: async () => {
        await gateway.stop()
        return start()
      },
      records: () => Array.fromAsync(readUsage(storeUrl, { from: null, to: null })),
      ended: () => endOf(gateway),
      close: async () => {
        await gateway.stop()
        await Promise.all(simulators.map((simulator) => simulator.close()))
        await rm(folder, { recursive: true, force: true })
      },
    }
  }
  return start()
}

async function endOf({ child }: Program): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

function configuration([first, second]: readonly [string, string]): object {
  return {
    providers: {
      first: { kind: 'openai', base_url: first, api_key: 'k' },
      second: { kind: 'openai', base_url: second, api_key: 'k' },
    },
    models: [
      {
        name: 'chat',
        deployments: [
          { provider: 'first', model: 'a', priority: 1 },
          { provider: 'second', model: 'b', priority: 2 },
        ],
      },
    ],
    timeouts: { first_token_ms: 2_000, answer_ms: 2_000 },
    keys: [{ name: 'app', key: KEY }],
  }
}
