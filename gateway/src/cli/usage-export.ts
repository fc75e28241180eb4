import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { UsageRecord } from '#domain/record'
import { readUsage } from '#store/usage-reader'
import { rowOf, USAGE_COLUMNS } from '#store/usage-row'
import type { CommandIo } from './command-io.ts'
import { EXIT, UsageError } from './command-io.ts'
import { csvLine } from '#store/csv-line'
import { fileTrouble } from '#snapshot/file-trouble'
import { requireStore } from './open-command-store.ts'
import { flag, moment, oneOf, text } from './option.ts'
import { runCommand } from './run-command.ts'
import { STORE_OPTIONS, storeUrl } from './store-option.ts'

const USAGE = {
  words: 'usage export',
  about: 'Writes usage records as CSV or as JSON lines.',
  options: {
    from: moment(
      'first record, ISO 8601 (UTC unless it says otherwise) or milliseconds since 1970; default: the oldest',
    ),
    to: moment('end, not included; default: the newest'),
    format: oneOf(['csv', 'jsonl'], 'default: csv'),
    json: flag('short for --format jsonl'),
    ...STORE_OPTIONS,
    out: text('FILE', 'file to write, replaced if it exists; default: standard output'),
  },
}

/** Text is handed on in pieces of about this many characters. */
const PIECE_LENGTH = 65_536

/** Writes usage records as CSV or as JSON lines. Returns the exit code: 0 done, 1 refused, 2 wrong usage. */
export function runUsageExport(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(USAGE, { args, io }, async (values) => {
    const { from = null, to = null, json, format = json ? 'jsonl' : 'csv', out } = values
    if (from !== null && to !== null && from > to) throw new UsageError('--from must not be later than --to.')
    const url = await storeUrl(values, io)
    await requireStore(url)
    const records = readUsage(url, { from, to })
    const lines = Readable.from(pieces(format === 'csv' ? csv(records) : jsonLines(records)))
    await (out === undefined ? writeTo(io, lines) : writeFile(out, lines))
    return EXIT.done
  })
}

/** Whoever reads our output may have seen enough before its end, as `head` does. */
async function writeTo({ stdout }: CommandIo, lines: Readable): Promise<void> {
  try {
    await pipeline(lines, stdout, { end: false })
  } catch (error) {
    if (!isCode(error, ['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'])) throw error
  }
}

async function writeFile(path: string, lines: Readable): Promise<void> {
  const file = createWriteStream(path)
  try {
    await pipeline(lines, file)
  } catch (cause) {
    if (file.errored === null) throw cause
    throw new Error(`${path} cannot be written: ${fileTrouble(cause)}.`, { cause })
  }
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

function isCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
