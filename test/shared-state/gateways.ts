import OpenAI from 'openai'
import type { Health } from '@backstay/contract/admin'
import { startProcess } from '../e2e/start-process.ts'
import type { Running } from '../e2e/start-process.ts'

const KEY = 'bs-shared-0123456789'
const ADMIN_TOKEN = 'admin-shared-0123456789'

/** A gateway in a process of its own. */
export interface GatewayProcess extends AsyncDisposable {
  readonly running: Running
  readonly url: string
  readonly client: OpenAI
  health(): Promise<Health>
  /** Sets a deployment's state by hand. */
  setState(deployment: string, change: object): Promise<number>
}

/** Starts `backstay serve` with this configuration, which may name `${KEY}`. */
export async function startGatewayProcess(
  config: string,
  more: readonly string[] = [],
): Promise<GatewayProcess> {
  const running = await startProcess(['serve', '--config', 'backstay.yaml', ...more], {
    files: { 'backstay.yaml': config },
    env: { KEY, BACKSTAY_ADMIN_TOKEN: ADMIN_TOKEN },
  })
  const url = await running.said(/listening on (http:\S+)/)
  const headers = { 'authorization': `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' }
  const base = `${url}/api/organisations/default`
  return {
    running,
    url,
    client: new OpenAI({ baseURL: `${url}/v1`, apiKey: KEY, maxRetries: 0 }),
    health: async () => (await (await fetch(`${base}/health`, { headers })).json()) as Health,
    setState: async (deployment, change) => {
      const body = JSON.stringify(change)
      const path = `${base}/deployments/${deployment}/state`
      return (await fetch(path, { method: 'POST', headers, body })).status
    },
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  }
}
