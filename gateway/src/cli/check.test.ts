import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCheck } from './check.ts'
import { runCaptured } from './run-captured.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backstay-check-'))
  await writeFile(join(folder, 'token'), 'secret-of-the-file\n')
  await writeFile(
    join(folder, 'good.yaml'),
    'providers: { p: { kind: openai, api_key: "${file:./token}" } }\nkeys: [{ name: k, key: "${KEY}" }]\nrouting: { queue: { max: 10 } }\n' +
      'models: [{ name: m, deployments: [{ provider: p, model: x }] }]\n',
  )
  await writeFile(join(folder, 'bad.yaml'), 'modles: []\nkeys: [{ name: k }]\n')
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

async function check(...args: string[]) {
  const { code, out, err } = await runCaptured(runCheck, args, { KEY: 'secret-of-the-environment' })
  const lines = (written: string): readonly string[] => written.split('\n').slice(0, -1)
  return { code, out: lines(out), err: lines(err) }
}

describe('backstay check', () => {
  it('accepts a file that can be used, with its warnings', async () => {
    const path = join(folder, 'good.yaml')
    expect(await check(path)).toEqual({
      code: 0,
      out: [
        `warning: ${path}:3:19 routing.queue: nobody waits: it takes both max and wait_ms`,
        `${path}: valid (1 model, 0 chains, 1 key, 1 warning)`,
      ],
      err: [],
    })
  })

  it('refuses a file on standard error', async () => {
    const path = join(folder, 'bad.yaml')
    expect(await check('--config', path)).toEqual({
      code: 1,
      out: [],
      err: [
        `${path}:1:1 modles: unknown key; did you mean "models"?`,
        `${path}:2:8 keys[0]: missing: either key or key_sha256`,
        `${path}: refused, 2 problems`,
      ],
    })
  })

  it('speaks JSON when asked', async () => {
    const { code, out, err } = await check(join(folder, 'bad.yaml'), '--json')
    expect([code, err]).toEqual([1, []])
    expect(JSON.parse(out.join('\n'))).toMatchObject({
      valid: false,
      problems: [{ path: 'modles', suggestion: 'models' }, {}],
    })
    expect(await check(join(folder, 'good.yaml'), '--json')).toMatchObject({ code: 0, err: [] })
  })

  it('says what is wrong with the file itself', async () => {
    const missing = join(folder, 'gone.yaml')
    expect((await check(missing)).err[0]).toBe(`${missing}:1:1 there is no such file or directory`)
    expect(await check(folder)).toMatchObject({
      code: 1,
      err: [`${folder}:1:1 this is a directory, not a file`, expect.anything()],
    })
  })

  it.each([[[]], [['a', 'b']], [['--jsno', 'a']], [['--config']]])(
    'explains itself when used wrongly: %j',
    async (args) => {
      const { code, err } = await check(...args)
      expect(code).toBe(2)
      expect(err.join('\n')).toContain('usage: backstay check FILE')
    },
  )
})
