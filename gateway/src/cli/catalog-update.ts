import { open, rename, rm } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { catalogPath } from '#snapshot/catalog-file'
import { readModelsDev } from '#snapshot/models-dev'
import type { CommandIo } from './command-io.ts'
import { EXIT, failed, UsageError } from './command-io.ts'

const PUBLIC_URL = 'https://models.dev/api.json'
const MOST_BYTES = 32 * 1024 * 1024
const TIMEOUT_MS = 60_000

const USAGE = `usage: backstay catalog update --config FILE [--url URL] [--json]
       backstay catalog update --out FILE [--url URL] [--json]

Fetches prices, context windows and abilities of models, and writes them where the gateway with this configuration reads
them: backstay.catalog.json beside it, or what BACKSTAY_CATALOG names. A running gateway takes them within a second. They count
before those that come with the package; what a model of the configuration says counts before both.

  --config FILE  configuration of the gateway
  --out FILE     where to write instead
  --url URL      a document in the format of ${PUBLIC_URL}; also BACKSTAY_CATALOG_URL
  --json         answer as JSON
`

/** Writes the fetched catalog. Returns the exit code: 0 done, 1 refused (what there was stays), 2 wrong usage. */
export async function runCatalogUpdate(
  args: string[],
  io: CommandIo & { readonly env?: NodeJS.ProcessEnv } = process,
): Promise<number> {
  if (args.includes('--help')) {
    io.stdout.write(USAGE)
    return EXIT.done
  }
  try {
    const { url, out, json } = readOptions(args, io.env ?? {})
    const document = await fetchDocument(url)
    const source = `${url.origin}${url.pathname}`
    const { file, models, leftOut } = readModelsDev(document, { source, fetchedAt: new Date().toISOString() })
    await writeWhole(out, `${JSON.stringify(file)}\n`)
    const kinds = Object.keys(file.models)
    const told = `${out}: ${models} models of ${kinds.length} kinds of provider from ${source}`
    const text = leftOut === 0 ? told : `${told}; ${leftOut} entries were not as documented and are left out`
    io.stdout.write(json ? `${JSON.stringify({ path: out, source, models, leftOut })}\n` : `${text}\n`)
    return EXIT.done
  } catch (error) {
    return failed(error, USAGE, io)
  }
}

interface UpdateOptions {
  readonly url: URL
  readonly out: string
  readonly json: boolean
}

function readOptions(args: string[], env: NodeJS.ProcessEnv): UpdateOptions {
  const { values } = parseArgs({
    args,
    options: {
      config: { type: 'string' },
      out: { type: 'string' },
      url: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const out =
    values.out ?? (values.config === undefined ? env['BACKSTAY_CATALOG'] : catalogPath(values.config, env))
  if (out === undefined || out === '') throw new UsageError('--config FILE is missing.')
  const address = values.url ?? env['BACKSTAY_CATALOG_URL'] ?? PUBLIC_URL
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError('--url must be an http or https address.')
  }
  return { url, out, json: values.json }
}

/** What comes is a stranger's: it has a time and a size that it must not pass. */
async function fetchDocument(url: URL): Promise<unknown> {
  const text = await fetchText(url).catch((cause: unknown) => {
    if (cause instanceof CatalogRefused) throw cause
    const why =
      cause instanceof Error && cause.name === 'TimeoutError' ? 'it took over a minute' : reasonOf(cause)
    throw new CatalogRefused(`${url.host} did not answer with a catalog: ${why}. What there was stays.`, {
      cause,
    })
  })
  try {
    return JSON.parse(text)
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
async function writeWhole(path: string, text: string): Promise<void> {
  const part = `${path}.${process.pid}.part`
  try {
    const file = await open(part, 'w', 0o644)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, path)
  } catch (cause) {
    await rm(part, { force: true })
    throw new Error(`The catalog cannot be written to ${path}: ${reasonOf(cause)}`, { cause })
  }
}
