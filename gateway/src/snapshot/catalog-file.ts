import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FetchedCatalog } from './fetched-catalog.ts'
import { catalogFileSchema, fetchedCatalog } from './fetched-catalog.ts'

/** A larger file was not written by us. */
const MOST_BYTES = 32 * 1024 * 1024

/** What stands where a fetched catalog belongs. */
export interface FoundCatalog {
  /** `null`: none, or none that can be used. */
  readonly catalog: FetchedCatalog | null
  /** Changes with the content. */
  readonly fingerprint: string
  /** Why it cannot be used, where there is something. */
  readonly problem: string | null
}

/** Where the fetched catalog of a configuration is: `BACKSTAY_CATALOG`, else beside the file. */
export function catalogPath(configPath: string, env: Readonly<Record<string, string | undefined>>): string {
  return env['BACKSTAY_CATALOG'] || join(dirname(configPath), 'backstay.catalog.json')
}

/** Looking twice a second must not read it each time. */
const known = new Map<string, FoundCatalog>()
const NONE: FoundCatalog = { catalog: null, fingerprint: '', problem: null }

/** The fetched catalog at a path, read anew where the file has changed. Never throws for what is there. */
export async function findCatalog(path: string): Promise<FoundCatalog> {
  try {
    const { mtimeMs, size, ino } = await stat(path)
    const fingerprint = `${mtimeMs}:${size}:${ino}`
    const before = known.get(path)
    if (before?.fingerprint === fingerprint) return before
    const found = { ...(await readCatalog(path, size)), fingerprint }
    known.set(path, found)
    return found
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return missing ? NONE : { ...NONE, fingerprint: 'unreadable', problem: unusable(path, String(error)) }
  }
}

async function readCatalog(path: string, size: number): Promise<Omit<FoundCatalog, 'fingerprint'>> {
  if (size > MOST_BYTES) return { catalog: null, problem: unusable(path, 'it is larger than 32 MiB') }
  let parsed: unknown
  try {
    parsed = JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return { catalog: null, problem: unusable(path, 'it is not JSON') }
  }
  const read = catalogFileSchema.safeParse(parsed)
  if (read.success) return { catalog: fetchedCatalog(read.data), problem: null }
  const [issue] = read.error.issues
  const where = issue?.path.join('.') ?? ''
  return { catalog: null, problem: unusable(path, `${where}: ${issue?.message ?? 'it is not a catalog'}`) }
}

function unusable(path: string, why: string): string {
  return `the fetched catalog ${path} is not used (${why}): write it again with "backstay catalog update", or remove it`
}
