import { open, rename, rm } from 'node:fs/promises'
import { catalogPath } from '#snapshot/catalog-file'
import { readModelsDev } from '#snapshot/models-dev'
import type { CommandIo } from './command-io.ts'
import { EXIT, UsageError } from './command-io.ts'
import { fileTrouble } from '#snapshot/file-trouble'
import type { Values } from './option.ts'
import { flag, httpUrl, readHttpUrl, text } from './option.ts'
import { runCommand } from './run-command.ts'

const PUBLIC_URL = 'https://models.dev/api.json'
const MOST_BYTES = 32 * 1024 * 1024
const TIMEOUT_MS = 60_000

const USAGE = {
  words: 'catalog update',
  about: `Fetches prices, context windows and abilities of models, and writes them where the gateway with this configuration reads
them: backstay.catalog.json beside it, or what BACKSTAY_CATALOG names. A running gateway takes them within a second. They count
before those that come with the package; what a model of the configuration says counts before both.`,
  options: {
    config: text('FILE', 'configuration of the gateway'),
    out: text('FILE', 'where to write instead'),
    url: httpUrl(`a document in the format of ${PUBLIC_URL}; also BACKSTAY_CATALOG_URL`),
    json: flag('answer as JSON'),
  },
}

/** Writes the fetched catalog. Returns the exit code: 0 done, 1 refused (what there was stays), 2 wrong usage. */
export function runCatalogUpdate(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(USAGE, { args, io }, async (values) => {
    const out = pathToWrite(values, io)
    const url =
      values.url ?? readHttpUrl(io.env['BACKSTAY_CATALOG_URL'] || PUBLIC_URL, 'BACKSTAY_CATALOG_URL')
    const document = await fetchDocument(url)
    const source = `${url.origin}${url.pathname}`
    const { file, models, leftOut } = readModelsDev(document, { source, fetchedAt: new Date().toISOString() })
    await writeWhole(out, `${JSON.stringify(file)}\n`)
    const kinds = Object.keys(file.models)
    const told = `${out}: ${models} models of ${kinds.length} kinds of provider from ${source}`
    const whole = leftOut === 0 ? told : `${told}; ${leftOut} entries were not as documented and are left out`
    io.stdout.write(
      values.json ? `${JSON.stringify({ path: out, source, models, leftOut })}\n` : `${whole}\n`,
    )
    return EXIT.done
  })
}

function pathToWrite({ config, out }: Values<typeof USAGE.options>, { env }: CommandIo): string {
  const path = out ?? (config === undefined ? env['BACKSTAY_CATALOG'] : catalogPath(config, env))
  if (path === undefined || path === '') throw new UsageError('--config FILE or --out FILE is missing.')
  return path
}

/** What comes is a stranger's: it has a time and a size that it must not pass. */
async function fetchDocument(url: URL): Promise<unknown> {
  const body = await fetchText(url).catch((cause: unknown) => {
    if (cause instanceof CatalogRefused) throw cause
    const why =
      cause instanceof Error && cause.name === 'TimeoutError' ? 'it took over a minute' : reasonOf(cause)
    throw new CatalogRefused(`${url.host} did not answer with a catalog: ${why}. What there was stays.`, {
      cause,
    })
  })
  try {
    return JSON.parse(body)
  } catch {
    throw new CatalogRefused(`What ${url.host} answered is not JSON. What there was stays.`)
  }
}

class CatalogRefused extends Error {
  override readonly name = 'CatalogRefused'
}

async function fetchText(url: URL): Promise<string> {
  const response = await fetch(url, {
    headers: { 'accept': 'application/json', 'user-agent': 'backstay' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (!response.ok || response.body === null) {
    await response.body?.cancel()
    throw new CatalogRefused(`${url.host} answered with status ${response.status}. What there was stays.`)
  }
  const chunks: Uint8Array[] = []
  let size = 0
  // Counted after decompression.
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > MOST_BYTES) {
      throw new CatalogRefused(`What ${url.host} answered is larger than 32 MiB. What there was stays.`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message
}

/** Whoever reads meanwhile has the old file or the new one, never a part. */
async function writeWhole(path: string, content: string): Promise<void> {
  const part = `${path}.${process.pid}.part`
  try {
    const file = await open(part, 'w', 0o644)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, path)
  } catch (cause) {
    await rm(part, { force: true })
    throw new Error(`The catalog cannot be written to ${path}: ${fileTrouble(cause)}.`, { cause })
  }
}
