import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SqliteInserter } from '#store/sqlite-inserter'
import { MIGRATIONS } from '#store/migrations/index'
import { sampleRecord } from '#store/sample-record'
import { rowOf } from '#store/usage-row'
import { runMigrate } from './migrate.ts'
import { runCaptured } from './run-captured.ts'
import { runUsageExport } from './usage-export.ts'

/** Name of the newest migration. */
const NEWEST = Object.keys(MIGRATIONS).at(-1) ?? ''

let directory: string
let path: string
let url: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'export-'))
  path = join(directory, 'backstay.db')
  url = `sqlite:${path}`
})
afterEach(() => rmSync(directory, { recursive: true }))

const RECORDS = [1, 2, 3].map((day) =>
  sampleRecord({
    id: `day-${day}`,
    at: Date.UTC(2026, 10, day),
    requestedModel: day === 2 ? '=cmd' : 'gpt-4o',
  }),
)

async function store(records = RECORDS): Promise<void> {
  const inserter = new SqliteInserter(path)
  await inserter.insert({ usage_records: records.map(rowOf) })
  await inserter.close()
}

const run = (
  command: Parameters<typeof runCaptured>[0],
  ...args: readonly string[]
): ReturnType<typeof runCaptured> => runCaptured(command, args)

describe('backstay usage export', () => {
  it('writes CSV with a header', async () => {
    await store()
    const { code, out, err } = await run(runUsageExport, '--store', url)
    const lines = out.split('\r\n')
    expect({ code, err, lines: lines.length }).toEqual({ code: 0, err: '', lines: 5 })
    expect(lines[0]).toMatch(
      /^id,at,key,organisation,requested_model,.*,config_version,routing,fallbacks,probe$/,
    )
    expect(lines[2]).toContain(`day-2,${Date.UTC(2026, 10, 2)},app,default,'=cmd,claude-sonnet`)
  })

  it('writes JSON lines, each a whole record', async () => {
    await store()
    for (const format of [['--format', 'jsonl'], ['--json']]) {
      const { code, out } = await run(runUsageExport, '--store', url, ...format)
      expect(code).toBe(0)
      expect(
        out
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown),
      ).toEqual(RECORDS)
    }
  })

  it('keeps to the range asked for', async () => {
    await store()
    const range = ['--from', '2026-11-02', '--to', String(Date.UTC(2026, 10, 3))]
    const { out } = await run(runUsageExport, '--store', url, '--json', ...range)
    expect(out.match(/day-\d/g)).toEqual(['day-2'])
  })

  it('finds the store in a configuration, and writes to a file', async () => {
    await store()
    const config = join(directory, 'backstay.yaml')
    writeFileSync(config, `store: ${url}\n`)
    const file = join(directory, 'usage.jsonl')
    const ended = await run(runUsageExport, '--config', config, '--json', '--out', file)
    expect(ended).toEqual({ code: 0, out: '', err: '' })
    expect(readFileSync(file, 'utf8').match(/day-\d/g)).toEqual(['day-1', 'day-2', 'day-3'])
  })

  it('tells what is wrong with the command line, and exits with 2', async () => {
    for (const args of [
      ['--format', 'xml'],
      ['--from', 'yesterday'],
      ['--from', '5', '--to', '4'],
      ['--bogus'],
      ['stray'],
    ]) {
      const { code, out, err } = await run(runUsageExport, ...args)
      expect({ args, code, out }).toEqual({ args, code: 2, out: '' })
      expect(err).toContain('usage: backstay usage export')
    }
  })

  it('tells what is wrong with the store or the configuration, and exits with 1', async () => {
    const missing = join(directory, 'missing')
    const broken = join(directory, 'broken.yaml')
    writeFileSync(broken, 'stoer: x\n')
    const failing: [string[], string][] = [
      [['--store', `sqlite:${missing}`], `There is no store at ${missing}`],
      [['--config', missing], `${missing}:1:1 there is no such file`],
      [['--config', broken], `${broken}:1:1 stoer`],
    ]
    for (const [args, message] of failing) {
      const { code, out, err } = await run(runUsageExport, ...args)
      expect({ code, out }).toEqual({ code: 1, out: '' })
      expect(err).toContain(message)
    }
    await store()
    const { code, err } = await run(runUsageExport, '--store', url, '--out', join(missing, 'usage.csv'))
    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringContaining('there is no such file or directory') as string,
    })
  })

  it('ends quietly when its reader has seen enough', async () => {
    await store(Array.from({ length: 3_000 }, (_, n) => sampleRecord({ id: `r${n}`, at: n })))
    const script = `
      const { runUsageExport } = await import(${JSON.stringify(import.meta.resolve('./usage-export.ts'))})
      process.exitCode = await runUsageExport(['--store', ${JSON.stringify(url)}, '--json'], process)`
    const command = `{ "$0" --input-type=module --eval "$1"; echo "exit $?" >&2; } | head -n 1`
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', command, process.execPath, script])
    expect(stdout).toContain('"id":"r0"')
    expect(stderr).toBe('exit 0\n')
  })
})

describe('backstay migrate', () => {
  it('makes a store, and then says that there is nothing to do', async () => {
    const first = await run(runMigrate, '--store', url)
    expect(first).toMatchObject({
      code: 0,
      out: expect.stringContaining(`was migrated: empty → ${NEWEST}`) as string,
    })
    const second = await run(runMigrate, '--store', url, '--json')
    expect(JSON.parse(second.out)).toMatchObject({ from: NEWEST, to: NEWEST })
    expect((await run(runUsageExport, '--store', url, '--json')).out).toBe('')
  })

  it('refuses what it cannot migrate', async () => {
    expect(await run(runMigrate, '--store', `sqlite:${directory}`)).toMatchObject({ code: 1, out: '' })
    const unreachable = await run(runMigrate, '--store', 'postgres://u:s3cret@127.0.0.1:1/d')
    expect(unreachable).toMatchObject({ code: 1, out: '' })
    expect(unreachable.err).toMatch(
      /^The store postgres:\/\/127\.0\.0\.1:1\/d cannot be reached; check that it runs/u,
    )
    expect(await run(runMigrate, '--nonsense')).toMatchObject({ code: 2, out: '' })
  })
})
