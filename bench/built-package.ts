import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const ROOT = join(import.meta.dirname, '..')
const PACKAGE = join(ROOT, 'dist/gateway')

let building: Promise<string> | null = null

/** The command as it is published: what users run. Builds it with the first call. */
export function builtProgram(): Promise<string> {
  building ??= build()
  return building
}

async function build(): Promise<string> {
  await promisify(execFile)(process.execPath, [join(ROOT, 'scripts/build.ts')], { cwd: ROOT })
  // Below the root it finds the packages there; those that npm has put into the workspace itself it would not.
  const own = join(ROOT, 'gateway/node_modules')
  const names = existsSync(own) ? await readdir(own) : []
  await mkdir(join(PACKAGE, 'node_modules'), { recursive: true })
  for (const name of names.filter((one) => !one.startsWith('.') && !one.startsWith('@')))
    await symlink(join(own, name), join(PACKAGE, 'node_modules', name))
  return join(PACKAGE, 'bin/backstay.js')
}
