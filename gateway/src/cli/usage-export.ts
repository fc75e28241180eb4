import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import type { UsageRecord } from '#domain/record'
import type { TimeRange } from '#store/usage-reader'
import { readUsage } from '#store/usage-reader'
import { rowOf, USAGE_COLUMNS } from '#store/usage-row'
import type { CommandIo } from './command-io.ts'
import { EXIT, failed, UsageError } from './command-io.ts'
import { csvLine } from '#store/csv-line'
import { parseTime } from './parse-time.ts'
import { storeUrl } from './store-option.ts'

const USAGE = `Usage: backstay usage export [--from TIME] [--to TIME] [--format csv|jsonl] [--config FILE | --store URL] [--out FILE]

  --from TIME      first record, ISO 8601 (UTC unless it says otherwise) or milliseconds since 1970; default: the oldest
  --to TIME        end, not included; default: the newest
  --format FORMAT  csv (default) or jsonl; --json is short for jsonl
  --config FILE    configuration that names the store; default: sqlite:./backstay.db
  --store URL      the store itself
  --out FILE       file to write, replaced if it exists; default: standard output
`

/** Text is handed on in pieces of about this many characters. */
const PIECE_LENGTH = 65_536

/** Writes usage records as CSV or as JSON lines. Returns the exit code: 0 done, 1 refused, 2 wrong usage. */
export async function runUsageExport(args: string[], io: CommandIo = process): Promise<number> {
  try {
    const options = readOptions(args)
    if (options === null) {
      io.stdout.write(USAGE)
      return EXIT.done
    }
    const records = readUsage(await storeUrl(options), options.range)
    const text = Readable.from(pieces(options.format === 'csv' ? csv(records) : jsonLines(records)))
    if (options.out === undefined) await pipeline(text, io.stdout, { end: false })
    else await pipeline(text, createWriteStream(options.out))
    return EXIT.done
  } catch (error) {
    return readerIsGone(error) ? EXIT.done : failed(error, USAGE, io)
  }
}

interface ExportOptions {
  readonly range: TimeRange
  readonly format: 'csv' | 'jsonl'
  readonly store: string | undefined
  readonly config: string | undefined
  readonly out: string | undefined
}

function readOptions(args: string[]): ExportOptions | null {
  const { values } = parseArgs({
    args,
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      format: { type: 'string' },
      json: { type: 'boolean' },
      config: { type: 'string' },
      store: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help === true) return null
  const format = values.format ?? (values.json === true ? 'jsonl' : 'csv')
  if (format !== 'csv' && format !== 'jsonl')
    throw new UsageError(`--format must be csv or jsonl, not ${format}.`)
  const range = { from: readTime('--from', values.from), to: readTime('--to', values.to) }
  if (range.from !== null && range.to !== null && range.from > range.to) {
    throw new UsageError('--from must not be later than --to.')
  }
  return { range, format, store: values.store, config: values.config, out: values.out }
}

function readTime(option: string, text: string | undefined): number | null {
  if (text === undefined) return null
  const time = parseTime(text)
  if (time !== null) return time
  throw new UsageError(`${option} must be ISO 8601, such as 2026-11-20 or 2026-11-20T08:30:00Z, not ${text}.`)
}

async function* csv(records: AsyncIterable<UsageRecord>): AsyncGenerator<string, void, void> {
  yield csvLine(USAGE_COLUMNS)
  for await (const record of records) yield csvLine(rowOf(record))
}

async function* jsonLines(records: AsyncIterable<UsageRecord>): AsyncGenerator<string, void, void> {
  for await (const record of records) yield `${JSON.stringify(record)}\n`
}

async function* pieces(lines: AsyncIterable<string>): AsyncGenerator<string, void, void> {
  let piece = ''
  for await (const line of lines) {
    piece += line
    if (piece.length < PIECE_LENGTH) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

/** Whoever read our output has seen enough, as `head` does. */
function readerIsGone(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE')
  )
}
