import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serverError } from '#simulator/faults'
import type { Simulator } from '#simulator/simulator'
import { startSimulator } from '#simulator/simulator'
import OpenAI from 'openai'
import { ask } from './ask.ts'
import type { Running } from './start-process.ts'
import { runProcess, startProcess } from './start-process.ts'

const KEY = 'bs-command-line-key'

describe('usage export', () => {
  let simulators: readonly Simulator[]
  let running: Running

  beforeAll(async () => {
    simulators = await Promise.all([startSimulator(), startSimulator()])
    simulators[0]?.script.always(serverError())
    running = await startProcess(['serve', '--config', 'backstay.yaml'], {
      files: {
        'backstay.yaml': `
server: { port: 0 }
store: sqlite:./usage.db
providers:
  first: { kind: openai, base_url: "${simulators[0]?.baseUrl}", api_key: first-key }
  second: { kind: openai, base_url: "${simulators[1]?.baseUrl}", api_key: second-key }
models:
  - name: chat
    price: { input: 10, output: 20 }
    deployments: [{ provider: first, model: a, priority: 1 }, { provider: second, model: b, priority: 2 }]
keys: [{ name: 'the "app", ours', key: "\${APP_KEY}" }]
`,
      },
      env: { APP_KEY: KEY },
    })
    const url = await running.said(/listening on (http:\S+)/)
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: KEY, maxRetries: 0 })
    await ask(client, { model: 'chat', stream: false })
    await ask(client, { model: 'chat', stream: true })
    await ask(client, { model: 'no-such-model', stream: false })
    running.child.kill('SIGTERM')
    await running.ended
  })

  afterAll(async () => {
    await running[Symbol.asyncDispose]()
    await Promise.all(simulators.map((simulator) => simulator.close()))
  })

  const exported = (...args: readonly string[]): ReturnType<typeof runProcess> =>
    runProcess(['usage', 'export', '--store', `sqlite:${join(running.folder, 'usage.db')}`, ...args])

  it('writes every record with its attempts as JSON lines', async () => {
    const { code, stdout } = await exported('--format', 'jsonl')
    const records = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)

    expect(code).toBe(0)
    const answered = {
      key: 'the "app", ours',
      status: 200,
      provider: 'second',
      routing: {
        attempts: [
          { n: 1, provider: 'first', errorClass: 'server_error', status: 500 },
          { n: 2, provider: 'second', outcome: 'answered' },
        ],
      },
    }
    expect(records).toMatchObject([
      { ...answered, streamed: false },
      { ...answered, streamed: true },
      { status: 404, errorClass: 'model_not_found', requestedModel: 'no-such-model' },
    ])
    expect((records[0] as { costUsd: number }).costUsd).toBeGreaterThan(0)
    expect(stdout).not.toContain(KEY)
  })

  it('writes them as CSV with names that need quotes', async () => {
    const { code, stdout } = await exported()
    const lines = stdout.trim().split('\r\n')

    expect(code).toBe(0)
    expect(lines[0]).toMatch(/^id,at,key,organisation,requested_model,served_model,provider/)
    expect(lines).toHaveLength(4)
    expect(lines[1]).toContain(',"the ""app"", ours",')
  })

  it('keeps to a range of time', async () => {
    expect((await exported('--format', 'jsonl', '--to', '2020-01-01')).stdout).toBe('')
    expect(
      (await exported('--format', 'jsonl', '--from', '2020-01-01')).stdout.trim().split('\n'),
    ).toHaveLength(3)
  })

  it.each([
    ['a wrong format', ['--format', 'xml'], 2],
    ['a wrong time', ['--from', 'yesterday'], 2],
    ['an unknown option', ['--fromm', '2020-01-01'], 2],
    ['a store that is not there', ['--store', 'sqlite:/nowhere/at/all.db'], 1],
  ])('refuses %s', async (_, args, expected) => {
    const { code, stdout, stderr } = await exported(...args)

    expect(code).toBe(expected)
    expect(stdout).toBe('')
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(stderr.trim()).not.toBe('')
  })
})

describe('check', () => {
  const GOOD = `
providers: { main: { kind: openai, api_key: "\${UPSTREAM_KEY}" } }
models: [{ name: chat, deployments: [{ provider: main, model: gpt-4o }] }]
keys: [{ name: app, key: "\${APP_KEY}", models: [chat] }]
`
  const env = { UPSTREAM_KEY: 'sk-upstream-0123456789', APP_KEY: 'bs-app-0123456789' }
  const check = (text: string, ...args: readonly string[]): ReturnType<typeof runProcess> =>
    runProcess(['check', 'backstay.yaml', ...args], { files: { 'backstay.yaml': text }, env })

  it('says what a good file holds', async () => {
    expect(await check(GOOD)).toEqual({
      code: 0,
      stdout: 'backstay.yaml: valid (1 model, 0 chains, 1 key)\n',
      stderr: '',
    })
  })

  it.each([
    ['an unknown key', 'modells: []', /backstay\.yaml:5:1 modells: .*did you mean "models"\?/],
    ['a wrong type', 'timeouts: { idle_ms: soon }', /backstay\.yaml:5:\d+ timeouts\.idle_ms: /],
    [
      'a name that is not there',
      'fallback: { default: [chatt] }',
      /fallback\.default\[0\]: .*did you mean "chat"\?/,
    ],
    ['a variable that is not set', 'store: "${NOT_SET}"', /backstay\.yaml:5:\d+ store: .*NOT_SET/],
    ['broken YAML', 'server: { port: 1', /backstay\.yaml:\d+:\d+ /],
    [
      'an unknown trigger',
      'fallback: { triggers: [standrad] }',
      /fallback\.triggers\[0\].*did you mean "standard"\?/,
    ],
  ])('refuses %s with its line and a suggestion', async (_, line, expected) => {
    const { code, stderr } = await check(`${GOOD}${line}\n`)

    expect(code).toBe(1)
    expect(stderr).toMatch(expected)
    expect(stderr).not.toMatch(/0123456789/)
  })

  it('answers programs in JSON', async () => {
    const { code, stdout } = await check(`${GOOD}modells: []\n`, '--json')

    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      valid: false,
      problems: [{ path: 'modells', line: 5, column: 1, suggestion: 'models' }],
    })
  })

  it('explains itself when it is used wrongly', async () => {
    expect(await runProcess(['check'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('usage: backstay check'),
    })
    expect(await runProcess(['chekc', 'backstay.yaml'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no command "chekc". Did you mean "check"?'),
    })
    expect(await runProcess(['usage'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean "usage export"?'),
    })
    expect(await runProcess(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/u),
    })
    expect(await runProcess(['--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('usage export'),
    })
  })
})
