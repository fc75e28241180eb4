import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { error, errorAfterTokens } from '#simulator/faults'
import type { Simulator } from '#simulator/simulator'
import { startSimulator } from '#simulator/simulator'
import { poll } from '../e2e/poll.ts'
import type { Running } from '../e2e/start-process.ts'
import { runProcess, startProcess } from '../e2e/start-process.ts'

/** One for every place of the configuration that holds a secret. */
const PLANTED = {
  PROVIDER_KEY: 'planted-provider-1f8c7a2e9b',
  DEPLOYMENT_KEY: 'planted-deployment-7be2c44d10',
  HEADER: 'planted-header-90ac1d5e37',
  QUERY: 'planted-query-55d0e81f2c',
  HOOK: 'planted-hook-3c9f06b7aa',
  CLIENT_KEY: 'planted-client-e4417d90b6',
  METRICS: 'planted-metrics-b2a86f5c01',
  BACKSTAY_ADMIN_TOKEN: 'planted-admin-8d13f7e602',
}

const FILE = (url: string): string => `
server: { port: 0 }
admin: { metrics_token: "\${METRICS}" }
providers:
  one:
    kind: openai
    base_url: ${url}/v1
    api_key: \${PROVIDER_KEY}
    headers: { x-tenant-secret: "\${HEADER}" }
    query: { code: "\${QUERY}" }
models:
  - name: chat
    deployments:
      - { provider: one, model: a, priority: 1 }
      - { provider: one, model: b, api_key: "\${DEPLOYMENT_KEY}", priority: 2 }
fallback:
  chains:
    - name: checked
      models: [{ model: chat }]
      triggers: [{ type: quality, checks: [{ type: webhook, url: "http://127.0.0.1:9/", secret: "\${HOOK}" }] }]
keys: [{ name: app, key: "\${CLIENT_KEY}" }]
`

let simulator: Simulator
let running: Running
let url: string
/** Everything that anybody was told. */
const told: string[] = []

beforeAll(async () => {
  simulator = await startSimulator()
  running = await startProcess(['serve', '--config', 'backstay.yaml'], {
    files: { 'backstay.yaml': FILE(simulator.url) },
    env: PLANTED,
  })
  url = await running.said(/http:\/\/127\.0\.0\.1:\d+/)
})

afterAll(async () => {
  await running[Symbol.asyncDispose]()
  await simulator.close()
})

async function ask(path: string, init: RequestInit = {}): Promise<number> {
  const response = await fetch(new URL(path, url), init)
  told.push(JSON.stringify([...response.headers]), await response.text())
  return response.status
}

const chat = (model: string, stream: boolean): Promise<number> =>
  ask('/v1/chat/completions', {
    method: 'POST',
    headers: { 'authorization': `Bearer ${PLANTED.CLIENT_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, stream, messages: [{ role: 'user', content: 'Hello' }] }),
  })

/** Providers that repeat everything they were sent, in every place where they can say something. */
function talkative(): void {
  let turn = 0
  simulator.script.when(({ apiKey, headers }) => {
    const all = `${apiKey} ${PLANTED.QUERY} ${JSON.stringify(headers)} ${PLANTED.HEADER}`
    turn += 1
    return [
      error(401, { message: `Incorrect API key provided: ${all}`, code: 'invalid_api_key' }),
      {
        ...error(500, { message: all, type: all, more: { debug: all } }),
        headers: { 'x-debug': PLANTED.HEADER },
      },
      errorAfterTokens(2, { message: all }),
      { status: 503, contentType: 'text/html', body: { text: `<html>${all}</html>` } },
    ][turn % 4]
  })
}

/** What stands in all files below a folder, but the configuration. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && entry.name !== 'backstay.yaml')
  return Promise.all(
    files.map(async ({ parentPath, name }) => (await readFile(join(parentPath, name))).toString('latin1')),
  )
}

describe('secrets of the configuration', () => {
  it('are in no answer, header, metric, record, export, log or file, whatever providers say', async () => {
    expect(await chat('chat', false)).toBe(200)
    talkative()
    for (const stream of [false, true]) {
      for (const model of ['chat', 'checked', 'unknown']) {
        for (let n = 0; n < 4; n += 1) await chat(model, stream)
      }
    }
    const admin = { headers: { authorization: `Bearer ${PLANTED.BACKSTAY_ADMIN_TOKEN}` } }
    const client = { headers: { authorization: `Bearer ${PLANTED.CLIENT_KEY}` } }
    await ask('/v1/models', client)
    expect(await ask('/metrics', { headers: { authorization: `Bearer ${PLANTED.METRICS}` } })).toBe(200)
    expect(await ask('/api/openapi.json', admin)).toBe(200)
    const { paths } = JSON.parse(told.at(-1) ?? '') as { paths: Record<string, Record<string, unknown>> }
    const readable = Object.keys(paths).filter(
      (path) => 'get' in (paths[path] ?? {}) && !path.includes('live'),
    )
    for (const path of readable) {
      const filled = path.replaceAll(/\{organisationId\}/g, 'default').replaceAll(/\{\w+\}/g, 'chat')
      const response = await fetch(new URL(filled, url), { ...admin, signal: AbortSignal.timeout(5_000) })
      told.push(JSON.stringify([...response.headers]))
      if (response.headers.get('content-type')?.includes('event-stream') === true)
        await response.body?.cancel()
      else told.push(await response.text())
    }
    expect(readable.length).toBeGreaterThan(10)

    const files = { 'backstay.yaml': FILE(simulator.url) }
    for (const args of [
      ['check', 'backstay.yaml'],
      ['explain', '--config', 'backstay.yaml', '--model', 'chat', '--json'],
    ]) {
      const { stdout, stderr } = await runProcess(args, { files, env: PLANTED })
      told.push(stdout, stderr)
    }
    const exported = await runProcess(
      ['usage', 'export', '--config', join(running.folder, 'backstay.yaml'), '--format', 'jsonl'],
      { env: PLANTED },
    )
    told.push(exported.stdout, exported.stderr, running.stdout, running.stderr)
    // What waits for the store is only there while it runs.
    told.push(...(await filesIn(join(running.folder, 'backstay.db-spool'))))
    running.child.kill('SIGTERM')
    await poll(() => (running.child.exitCode === null ? undefined : true), 30_000)
    told.push(running.stdout, running.stderr)
    told.push(...(await filesIn(running.folder)))

    const everything = told.join('\n')
    expect(everything).toContain('invalid_api_key')
    for (const [name, secret] of Object.entries(PLANTED)) {
      const at = everything.indexOf(secret)
      expect(at < 0 ? '' : everything.slice(Math.max(0, at - 200), at + 60), name).toBe('')
    }
  })

  it('are not quoted by the complaint about a file that is wrong', async () => {
    const wrong = FILE('http://127.0.0.1:9').replace('kind: openai', 'kind: opnai').replace('keys:', 'kyes:')
    const { code, stdout, stderr } = await runProcess(['check', 'backstay.yaml'], {
      files: { 'backstay.yaml': wrong },
      env: PLANTED,
    })

    expect(code).toBe(1)
    expect(stdout + stderr).toContain('kyes')
    for (const secret of Object.values(PLANTED)) expect(stdout + stderr).not.toContain(secret)
  })
})
