import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConfigProblem } from './config-problem.ts'
import { loadConfig } from './load-config.ts'
import type { ConfigWatch } from './watch-config.ts'
import { watchConfig } from './watch-config.ts'

const NEVER_MS = 1_000_000_000

let folder = ''
let watch: ConfigWatch | null = null
let attempts: number[] = []
let problems: (readonly ConfigProblem[])[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backstay-watch-'))
  attempts = []
  problems = []
})

afterEach(async () => {
  watch?.close()
  watch = null
  await rm(folder, { recursive: true })
})

const limit = (attemptLimit: number) => `routing: { max_total_attempts: ${attemptLimit} }\n`

/** Starts to watch a file; what is put in force is told by its `max_total_attempts`. */
async function follow(path: string): Promise<ConfigWatch> {
  const inForce = await loadConfig(path, {})
  if (inForce.kind === 'refused') throw new Error(inForce.problems[0]?.message)
  watch = watchConfig({
    path,
    env: {},
    inForce,
    intervalMs: NEVER_MS,
    onChange: ({ maxTotalAttempts }) => attempts.push(maxTotalAttempts),
    onProblem: (found) => problems.push(found),
  })
  return watch
}

/** As editors save: a new file takes the place of the old one. */
async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text)
  await rename(`${path}.new`, path)
}

describe('a watched file', () => {
  it('is read anew after each atomic rename, once per content', async () => {
    const path = join(folder, 'backstay.yaml')
    await writeFile(path, limit(1))
    const { poll } = await follow(path)
    await poll()
    expect(attempts).toEqual([])

    await replace(path, limit(2))
    await poll()
    await replace(path, limit(2))
    await poll()
    await replace(path, limit(3))
    await Promise.all([poll(), poll()])
    await poll()
    expect(attempts).toEqual([2, 3])
    expect(problems).toEqual([])
  })

  it('stays in force while the text is refused, and says once what is wrong', async () => {
    const path = join(folder, 'backstay.yaml')
    await writeFile(path, limit(1))
    const { poll } = await follow(path)
    await replace(path, 'routing: { max_attempts: 2 }')
    await poll()
    await poll()
    expect(attempts).toEqual([])
    expect(problems).toMatchObject([[{ path: 'routing.max_attempts', line: 1, column: 12 }]])

    await replace(path, limit(1))
    await poll()
    expect(problems.slice(1)).toEqual([[]])
    expect(attempts).toEqual([])

    await replace(path, limit(4))
    await poll()
    expect(attempts).toEqual([4])
  })

  it('may be emptied or missing for a moment', async () => {
    const path = join(folder, 'backstay.yaml')
    await writeFile(path, limit(1))
    const { poll } = await follow(path)
    await writeFile(path, '')
    await poll()
    await rm(path)
    await poll()
    await writeFile(path, limit(1))
    await poll()
    expect(problems.map(([problem]) => problem?.message)).toEqual([
      'the file is empty',
      'there is no such file or directory',
      undefined,
    ])
    expect(attempts).toEqual([])
  })

  it('is followed through exchanged links, as volumes are mounted', async () => {
    for (const version of [1, 2]) {
      await mkdir(join(folder, `v${version}`))
      await writeFile(join(folder, `v${version}`, 'backstay.yaml'), limit(version))
    }
    await symlink('v1', join(folder, 'data'))
    await symlink(join('data', 'backstay.yaml'), join(folder, 'backstay.yaml'))
    const { poll } = await follow(join(folder, 'backstay.yaml'))

    await symlink('v2', join(folder, 'data.new'))
    await rename(join(folder, 'data.new'), join(folder, 'data'))
    await poll()
    expect(attempts).toEqual([2])
  })

  it('is read anew when a file changes that it takes a value from', async () => {
    const path = join(folder, 'backstay.yaml')
    await writeFile(join(folder, 'limit'), '5\n')
    await writeFile(path, limit(1).replace('1', '${file:limit}'))
    const { poll } = await follow(path)
    await writeFile(join(folder, 'limit'), '6\n')
    await poll()
    expect(attempts).toEqual([6])

    await rm(join(folder, 'limit'))
    await poll()
    expect(problems).toMatchObject([
      [
        {
          path: 'routing.max_total_attempts',
          message: 'the file limit cannot be read: there is no such file or directory',
        },
      ],
    ])
  })

  it('is let go of', async () => {
    const path = join(folder, 'backstay.yaml')
    await writeFile(path, limit(1))
    const { poll, close } = await follow(path)
    await replace(path, limit(2))
    close()
    await poll()
    expect(attempts).toEqual([])
  })
})
