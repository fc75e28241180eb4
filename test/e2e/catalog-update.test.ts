import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { poll } from './poll.ts'
import type { Running } from './start-process.ts'
import { runProcess, startProcess } from './start-process.ts'

const KEY = 'bs-catalog-key'
const MODELS = {
  'gpt-4o': {
    tool_call: true,
    reasoning: false,
    structured_output: false,
    modalities: { input: ['text'], output: ['text'] },
    cost: { input: 1.5, output: 6 },
    limit: { context: 64_000, output: 8_000 },
  },
  'gpt-of-next-year': { cost: { input: 9, output: 99 }, limit: { context: 9_000_000, output: 1 } },
}

const catalog = createServer((_, response) => response.end(JSON.stringify({ openai: { models: MODELS } })))
let running: Running
let gateway = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => catalog.listen(0, '127.0.0.1', resolve))
  running = await startProcess(['serve', '--config', 'backstay.yaml'], {
    files: {
      'backstay.yaml': `
server: { port: 0 }
store: sqlite:./catalog.db
providers: { openai: { kind: openai, api_key: k } }
models:
  - { name: plain, deployments: [{ provider: openai, model: gpt-4o-2024-08-06 }] }
  - { name: next, deployments: [{ provider: openai, model: gpt-of-next-year }] }
  - name: own
    context_window: 1000
    max_output_tokens: 100
    capabilities: [vision]
    price: { input: 7, output: 8 }
    deployments: [{ provider: openai, model: gpt-4o }]
keys: [{ name: app, key: ${KEY} }]
`,
    },
  })
  gateway = await running.said(/listening on (http:\S+)/)
})

afterAll(async () => {
  await running[Symbol.asyncDispose]()
  await new Promise((resolve) => catalog.close(resolve))
})

async function listed(name: string): Promise<Record<string, unknown>> {
  const answer = await fetch(`${gateway}/v1/models/${name}`, { headers: { authorization: `Bearer ${KEY}` } })
  return (await answer.json()) as Record<string, unknown>
}

const OWN = {
  context_length: 1_000,
  max_output_tokens: 100,
  capabilities: ['vision'],
  pricing: { input: 7, output: 8 },
}

it('a running gateway takes what was fetched, before what it came with and after what is configured', async () => {
  expect(await listed('plain')).toMatchObject({
    context_length: 128_000,
    max_output_tokens: null,
    capabilities: ['tools', 'vision', 'json_schema'],
    pricing: { input: 2.5, output: 10 },
  })
  expect(await listed('next')).toMatchObject({ context_length: null, pricing: null })
  expect(await listed('own')).toMatchObject(OWN)

  const config = join(running.folder, 'backstay.yaml')
  const url = `http://127.0.0.1:${(catalog.address() as AddressInfo).port}/api.json`
  const { code, stderr } = await runProcess(['catalog', 'update', '--config', config, '--url', url])
  expect([code, stderr]).toEqual([0, ''])

  const plain = await poll(async () => {
    const model = await listed('plain')
    return model['context_length'] === 64_000 ? model : undefined
  })
  expect(plain).toMatchObject({
    max_output_tokens: 8_000,
    capabilities: ['tools'],
    pricing: { input: 1.5, output: 6 },
  })
  expect(await listed('next')).toMatchObject({ context_length: 9_000_000, pricing: { input: 9, output: 99 } })
  expect(await listed('own')).toMatchObject(OWN)
})

it('a catalog that is none is told of, and the one of the package counts', async () => {
  await running.write('backstay.catalog.json', '{"version":1,"models":')
  await poll(async () => ((await listed('plain'))['context_length'] === 128_000 ? true : undefined))
  const checked = await runProcess(['check', join(running.folder, 'backstay.yaml')])
  expect(checked).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('is not used (it is not JSON)') as string,
  })
})
