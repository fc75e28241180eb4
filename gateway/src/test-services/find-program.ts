import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const POSTGRES_VERSIONS = '/usr/lib/postgresql'
/** Keeps Debian's package from making and starting a cluster of its own. */
const NO_CLUSTER = `mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf`
const INSTALL_MS = 300_000

/** A program that tests need: what may hold it, and the Debian package that brings it. */
export interface Program {
  readonly names: readonly string[]
  readonly packages: readonly string[]
  /** Shell commands before the packages are installed. */
  readonly before: string
}

export const POSTGRES: Program = {
  names: ['postgres'],
  packages: ['postgresql'],
  before: NO_CLUSTER,
}

export const REDIS: Program = {
  names: ['redis-server', 'valkey-server'],
  packages: ['redis-server'],
  before: 'true',
}

/** Where the program is, installed where we may; or why it is not there. */
export type Found =
  | { readonly kind: 'program'; readonly path: string }
  | { readonly kind: 'missing'; readonly reason: string }

/** Looks on the PATH and in Debian's folders; as root on Debian it installs what is missing. */
export async function findProgram(program: Program): Promise<Found> {
  const path = lookFor(program)
  if (path !== null) return { kind: 'program', path }
  const [name = ''] = program.names
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    return { kind: 'missing', reason: `${name} is not on the PATH` }
  }
  const install =
    `${program.before} && apt-get update -qq && ` +
    `apt-get install -y -qq --no-install-recommends ${program.packages.join(' ')}`
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
    await promisify(execFile)('sh', ['-c', install], { timeout: INSTALL_MS, env })
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n').at(-1) : String(error)
    return { kind: 'missing', reason: `${name} is not on the PATH and could not be installed: ${why}` }
  }
  const installed = lookFor(program)
  if (installed !== null) return { kind: 'program', path: installed }
  return { kind: 'missing', reason: `${name} is not there although its package was installed` }
}

function lookFor({ names }: Program): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...debianFolders()]
  const paths = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  return paths.find(isProgram) ?? null
}

/** Debian keeps PostgreSQL's programs out of the PATH; the newest version first. */
function debianFolders(): readonly string[] {
  if (!existsSync(POSTGRES_VERSIONS)) return []
  const versions = readdirSync(POSTGRES_VERSIONS).toSorted((a, b) => Number(b) - Number(a))
  return versions.map((version) => join(POSTGRES_VERSIONS, version, 'bin'))
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
