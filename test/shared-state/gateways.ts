import OpenAI from 'openai'
import type { Health } from '@backstay/contract/admin'
import { poll } from '../e2e/poll.ts'
import { startProcess } from '../e2e/start-process.ts'
import type { Running } from '../e2e/start-process.ts'

const KEY = 'bs-shared-0123456789'
const ADMIN_TOKEN = 'admin-shared-0123456789'

/** Several processes may start one after the other, on a machine that has much else to do. */
const START_MS = 50_000

/** A gateway in a process of its own. */
export interface GatewayProcess extends AsyncDisposable {
  readonly running: Running
  readonly url: string
  readonly client: OpenAI
  health(): Promise<Health>
  /** Asks the admin API about the organisation. */
  admin(method: string, path: string, body?: object): Promise<Response>
  /** Sets a deployment's state by hand. */
  setState(deployment: string, change: object): Promise<number>
}

/** Starts `backstay serve` with this configuration, which may name `${KEY}`. */
export async function startGatewayProcess(
  config: string,
  more: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<GatewayProcess> {
  const running = await startProcess(['serve', '--config', 'backstay.yaml', ...more], {
    files: { 'backstay.yaml': config },
    env: { KEY, BACKSTAY_ADMIN_TOKEN: ADMIN_TOKEN, ...env },
  })
  const url = await poll(() => {
    if (running.child.exitCode !== null) throw new Error(`it ended: ${running.stdout}${running.stderr}`)
    return /listening on (http:\S+)/.exec(running.stdout)?.[1]
  }, START_MS)
  const headers = { 'authorization': `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' }
  const base = `${url}/api/organisations/default`
  return {
    running,
    url,
    client: new OpenAI({ baseURL: `${url}/v1`, apiKey: KEY, maxRetries: 0 }),
    admin: (method, path, body) =>
      fetch(`${base}/${path}`, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    health: async () => (await (await fetch(`${base}/health`, { headers })).json()) as Health,
    setState: async (deployment, change) => {
      const body = JSON.stringify(change)
      const path = `${base}/deployments/${deployment}/state`
      return (await fetch(path, { method: 'POST', headers, body })).status
    },
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  }
}
